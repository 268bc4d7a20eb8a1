"""`python -m rejoin` is the command line."""

import sys

from rejoin.cli import main

sys.exit(main())
