"""The layout of a published tree: one row for each kind of artifact, one for each format of feeds."""

from syndicate.layout.addresses import *
from syndicate.layout.artifacts import *
from syndicate.layout.asset_types import *
from syndicate.layout.formats import *
from syndicate.layout.kinds import *
from syndicate.layout.lookup import *
