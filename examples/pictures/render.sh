#!/bin/sh
# Renders the scenes of this folder to the pictures of examples/health-topics: sh render.sh [SCENE...]
# Needs POV-Ray 3.7 and Python with Pillow. Takes a few minutes for each scene.
cd "$(dirname "$0")" || exit
made=$(mktemp -d)
for scene in ${*:-*.pov}; do
  name=${scene%.pov}
  povray +I"$name.pov" +O"$made/$name.png" +W960 +H640 +A0.1 +AM2 +R2 -V -D -GA || exit
  python3 - "$made/$name.png" "../health-topics/$name.jpg" <<'P'
import sys
from PIL import Image
made = Image.open(sys.argv[1]).convert("RGB")
made.save(sys.argv[2], quality=80, optimize=True, progressive=True)
P
done
rm -r "$made"
