#!/bin/sh
# A stand-in for LibreOffice. Tests link to it. A file that says `document=NAME` becomes the document
# NAME.docx beside the link; other files are not converted. The files beside the link record what
# happened, and a file `hangs` there makes the program wait forever, with a child.
here=$(dirname "$0")
echo "$*" >> "$here/calls"
cp "${3#-env:UserInstallation=file://}/user/registrymodifications.xcu" "$here/settings"
if [ -e "$here/hangs" ]; then
    sleep 1000 &
    echo $! > "$here/child"
    wait
fi
out=$7
shift 7
for file; do
    name=$(LC_ALL=C sed -n 's/.*document=\([a-z]*\).*/\1/p' "$file")
    [ -z "$name" ] || cp "$here/$name.docx" "$out/${file%.*}.docx"
done
