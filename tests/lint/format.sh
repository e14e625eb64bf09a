#!/bin/sh
# usage: format.sh ROOT    every C file as clang-format 14 writes it with the root's .clang-format; mend with: clang-format-14 -i FILE
cd "$1" || exit 2
find base auth data gml server tests -name '*.[ch]' -not -path '*/node_modules/*' -print0 | xargs -0 clang-format-14 --dry-run -Werror
