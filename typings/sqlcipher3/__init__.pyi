from . import dbapi2 as dbapi2
from .dbapi2 import Connection as Connection
from .dbapi2 import Cursor as Cursor
