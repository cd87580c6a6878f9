# Makes a web page of a report in Markdown: a row or a paragraph on each line, without merged cells.
BEGIN { print "<!DOCTYPE html>\n<html lang=\"zh\">\n<head><meta charset=\"utf-8\"></head>\n<body>" }
/^\| --- / { next }
/^\|/ {
    if (!inside) print "<table>"
    inside = 1
    gsub(/^\| | \|$/, "")
    gsub(/ \| /, "</td><td>")
    print "<tr><td>" $0 "</td></tr>"
    next
}
inside { print "</table>"; inside = 0 }
/^# / { print "<h1>" substr($0, 3) "</h1>"; next }
/^## / { print "<h2>" substr($0, 4) "</h2>"; next }
NF { print "<p>" $0 "</p>" }
END { print "</body>\n</html>" }
