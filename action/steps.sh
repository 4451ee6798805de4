#!/usr/bin/env bash
# The steps of action.yml: steps.sh install|restore|build|validate|keep. What they work on is in the environment.
set -euo pipefail

: "${SYNDICATE_SOURCES:=}" "${SYNDICATE_OUT:=public}" "${SYNDICATE_PUBLISHER:=}" "${SYNDICATE_OPTIONS:=}"
: "${SYNDICATE_BRANCH:=syndicate-history}" "${RUNNER_TEMP:=${TMPDIR:-/tmp}}"
history=$RUNNER_TEMP/syndicate.history
known=$RUNNER_TEMP/syndicate.commit # the commit of the branch that the history was taken from; empty if there was none

# A bucket's tree is in the folder that is named for it.
folder() {
  case $SYNDICATE_OUT in
    *://*) local place=${SYNDICATE_OUT#*://}; place=${place%/}; echo "${place//\//-}" ;;
    *) echo "$SYNDICATE_OUT" ;;
  esac
}

install() {
  python3 -m venv "$RUNNER_TEMP/syndicate"
  "$RUNNER_TEMP/syndicate/bin/python" -m pip install --disable-pip-version-check --quiet \
    -c "$GITHUB_ACTION_PATH/constraints.txt" "$GITHUB_ACTION_PATH[photographs,cloud]"
  echo "$RUNNER_TEMP/syndicate/bin" >>"$GITHUB_PATH"
}

# A remote that cannot be asked is an error: without its history, all texts would count as new.
restore() {
  local found status=0
  found=$(git ls-remote --exit-code --heads origin "refs/heads/$SYNDICATE_BRANCH") || status=$?
  : >"$known"
  rm -f "$history"
  if [ "$status" = 2 ]; then
    echo "there is no branch $SYNDICATE_BRANCH: this build begins the history"
    return
  fi
  [ "$status" = 0 ] || exit "$status"
  git fetch --quiet --depth=1 origin "refs/heads/$SYNDICATE_BRANCH"
  git cat-file blob "FETCH_HEAD:syndicate.history" >"$history"
  echo "${found%%[[:space:]]*}" >"$known"
}

build() {
  local -a sources options
  mapfile -t sources < <(grep -v '^[[:space:]]*$' <<<"$SYNDICATE_SOURCES")
  mapfile -t options < <(grep -v '^[[:space:]]*$' <<<"$SYNDICATE_OPTIONS")
  [ -z "$SYNDICATE_PUBLISHER" ] || options+=(--publisher "$SYNDICATE_PUBLISHER")
  syndicate build "${sources[@]}" --out "$SYNDICATE_OUT" --history "$history" "${options[@]}"
}

validate() {
  syndicate validate "$(folder)"
}

# The branch has one commit with one file. It is replaced only if nobody else has replaced it since.
keep() {
  local blob tree commit before
  before=$(cat "$known")
  blob=$(git hash-object -w "$history")
  if [ -n "$before" ] && [ "$(git rev-parse "$before:syndicate.history")" = "$blob" ]; then
    echo "the history is as it was"
    return
  fi
  tree=$(printf '100644 blob %s\tsyndicate.history\n' "$blob" | git mktree)
  commit=$(GIT_AUTHOR_NAME=syndicate GIT_AUTHOR_EMAIL=syndicate@localhost GIT_COMMITTER_NAME=syndicate \
    GIT_COMMITTER_EMAIL=syndicate@localhost git commit-tree "$tree" -m "What builds have published")
  git push --quiet --force-with-lease="refs/heads/$SYNDICATE_BRANCH:$before" origin \
    "$commit:refs/heads/$SYNDICATE_BRANCH"
}

case ${1-} in
  install | restore | build | validate | keep) "$1" ;;
  *) echo "usage: steps.sh install|restore|build|validate|keep" >&2; exit 2 ;;
esac
