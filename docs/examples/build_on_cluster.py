"""Build a catalog on a Dask cluster: build_on_cluster.py SOURCE PUBLISHER OUT."""

import sys

from distributed import Client

import syndicate


def main(source: str, publisher: str, out: str) -> None:
    """Read the catalog here, and let the cluster share the work on its tree."""
    catalog = syndicate.read(source)
    # The cluster whose scheduler DASK_SCHEDULER_ADDRESS names; without the variable, one on this machine.
    with Client() as client, client.get_executor() as executor:
        report = syndicate.build(catalog, syndicate.Publisher.load(publisher), out, executor=executor)
    print(*report.lines(), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
