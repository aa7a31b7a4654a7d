# The C++ samples of the pages given, as tests: each is a body that is compiled and run. Errors name the page's line.
# A sample under "<!-- declarations -->" stands by itself, in a namespace with the others of its section; its TESTs are
# what runs it. One under "<!-- example: FILE -->" is a file that is built as it is (tools/check_documents).
BEGIN { print "#include \"sample_surroundings.h\"\n\nnamespace lamina {" }
FNR == 1 {
  page = FILENAME
  if (page ~ /\/README\.md$/) sub(/\/README\.md$/, "", page); else sub(/\.md$/, "", page)
  sub(/.*\//, "", page)
  gsub(/-/, "_", page)
  count = section = 0
}
/^## / { ++section }
/^<!-- (declarations|example: .*) -->$/ { kind = $2; next }
/^```cpp$/ {
  if (kind == "") printf "TEST(samples_of_pages, %s_%d) {\n", page, ++count
  if (kind == "declarations") printf "namespace %s_%d {\n", page, section
  skipped = kind == "example:"
  if (!skipped) printf "#line %d \"%s\"\n", FNR + 1, FILENAME
  inside = 1
  next
}
/^```/ && inside { if (!skipped) print "}"; inside = 0; kind = ""; next }
/^[^[:space:]]/ && !inside { kind = "" }
# Everything is included already, outside of the namespace.
inside && !skipped { print /^#(include|pragma)/ ? "//" : $0 }
END { print "}  // namespace lamina" }
