# embed_files(TARGET SYMBOL FILE…): compiles files into TARGET as `const embedded_file SYMBOL[]` and `SYMBOL_count`
# (base/embedded.h), so that the program needs no path at run time. The assembler reads them itself: as numbers in C
# pictures would take the compiler a minute. Run as a script, this file writes that C source.
if(CMAKE_SCRIPT_MODE_FILE)
  set(source "/* Made by cmake/embed.cmake. */\n#include \"base/embedded.h\"\n\n")
  set(table "")
  set(count 0)
  string(REPLACE "|" ";" FILES "${FILES}")
  foreach(file IN LISTS FILES)
    set(bytes ${SYMBOL}_${count})
    string(APPEND source "__asm__(\".pushsection .rodata\\n.balign 16\\n.globl ${bytes}\\n.hidden ${bytes}\\n${bytes}:\\n\"\n"
      "        \".incbin \\\"${file}\\\"\\n.byte 0\\n.popsection\");\nextern const char ${bytes}[];\n")
    get_filename_component(name ${file} NAME)
    file(SIZE ${file} size)
    string(APPEND table "    {\"${name}\", ${bytes}, ${size}},\n")
    math(EXPR count "${count} + 1")
  endforeach()
  file(WRITE ${OUTPUT} "${source}\nconst embedded_file ${SYMBOL}[] = {\n${table}};\nconst size_t ${SYMBOL}_count = ${count};\n")
  return()
endif()

function(embed_files target symbol)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.c)
  list(TRANSFORM ARGN PREPEND ${PROJECT_SOURCE_DIR}/ OUTPUT_VARIABLE files)
  string(REPLACE ";" "|" list "${files}") # a semicolon does not survive the way to the script
  add_custom_command(OUTPUT ${output} DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake VERBATIM
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DSYMBOL=${symbol} "-DFILES=${list}" -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake)
  target_sources(${target} PRIVATE ${output})
  set_source_files_properties(${output} PROPERTIES OBJECT_DEPENDS "${files}") # the compiler does not see that these are read
endfunction()
