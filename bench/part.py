"""One part of the bench in a process of its own: python -m bench.part NAME ARGUMENTS…"""

import json
import sys
from importlib import import_module

import django


def main() -> None:
    name, *arguments = sys.argv[1:]
    django.setup()
    print(json.dumps(import_module(f"bench.{name}").main(*arguments)))


if __name__ == "__main__":
    main()
