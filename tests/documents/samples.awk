# The C++ samples of the pages given, as tests: each is a body that is compiled and run. Errors name the page's line.
BEGIN { print "#include \"sample_surroundings.h\"\n\nnamespace lamina {" }
FNR == 1 {
  page = FILENAME
  sub(/\/[^\/]*$/, "", page)
  sub(/.*\//, "", page)
  count = 0
}
/^```cpp$/ {
  printf "TEST(samples_of_pages, %s_%d) {\n#line %d \"%s\"\n", page, ++count, FNR + 1, FILENAME
  inside = 1
  next
}
/^```$/ && inside { print "}"; inside = 0 }
inside { print }
END { print "}  // namespace lamina" }
