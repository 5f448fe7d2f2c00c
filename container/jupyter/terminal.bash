# What the lab's terminal reads when it starts: the user's own settings, of which conda's and pyenv's put another
# Python first, and then the place of the lab's programs.
# shellcheck shell=bash source=/dev/null
[ ! -r ~/.bashrc ] || . ~/.bashrc
PATH=$HHLAB_BIN:$PATH${PYTHONUSERBASE:+:$PYTHONUSERBASE/bin}
# pip for the student's own packages, and in words where there is no network
pip() { "$HHLAB_BIN/python" -P -m hhlab.lab.packages "$@"; }
# a user id that the image does not know has no name for the prompt
PS1=${PS1//\\u/$USER}
