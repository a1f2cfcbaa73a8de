"""One module for each change of the register's schema; none is ever edited afterwards."""
