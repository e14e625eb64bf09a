# embed_files(TARGET SYMBOL FILE…): compiles text files into TARGET as `const embedded_file SYMBOL[]` and `SYMBOL_count`
# (base/embedded.h), so that the program needs no path at run time. Run as a script, this file writes that C source.
if(CMAKE_SCRIPT_MODE_FILE)
  set(source "/* Made by cmake/embed.cmake. */\n#include \"base/embedded.h\"\n\n")
  set(table "")
  set(count 0)
  string(REPLACE "|" ";" FILES "${FILES}")
  foreach(file IN LISTS FILES)
    file(READ ${file} hex HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
    string(APPEND source "static const char bytes_${count}[] = {${bytes}0};\n")
    get_filename_component(name ${file} NAME)
    string(APPEND table "    {\"${name}\", bytes_${count}, sizeof bytes_${count} - 1},\n")
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
  # 0xC3 does not fit a signed char: the bytes are UTF-8 text, their sign means nothing.
  set_source_files_properties(${output} PROPERTIES COMPILE_OPTIONS "-Wno-conversion;-Wno-sign-conversion;-Wno-overflow;-funsigned-char")
endfunction()
