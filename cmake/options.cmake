# Compiler settings for every target, as one interface library.
add_library(settings INTERFACE)
target_include_directories(settings INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(settings INTERFACE _GNU_SOURCE RISICOLAAG_VERSION="${PROJECT_VERSION}")
target_compile_options(settings INTERFACE -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wundef
                                          -Wpointer-arith -Wwrite-strings -Wformat=2 -fno-common)
if(RISICOLAAG_STRICT)
  target_compile_options(settings INTERFACE -Werror)
endif()

if(RISICOLAAG_SANITIZE)
  target_compile_options(settings INTERFACE -fsanitize=${RISICOLAAG_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(settings INTERFACE -fsanitize=${RISICOLAAG_SANITIZE})
endif()

if(RISICOLAAG_COVERAGE)
  target_compile_options(settings INTERFACE --coverage)
  target_link_options(settings INTERFACE --coverage)
endif()

# GNU ld takes a third of the whole debug build for the programs of the tests; gold takes a fifth of that. It comes with Debian's binutils.
if(CMAKE_BUILD_TYPE STREQUAL "Debug" AND CMAKE_C_COMPILER_ID STREQUAL "GNU")
  include(CheckLinkerFlag)
  check_linker_flag(C -fuse-ld=gold RISICOLAAG_GOLD)
  if(RISICOLAAG_GOLD)
    target_link_options(settings INTERFACE -fuse-ld=gold)
  endif()
endif()

if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(settings INTERFACE -fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIE)
  target_compile_definitions(settings INTERFACE _FORTIFY_SOURCE=2)
  target_link_options(settings INTERFACE -pie -Wl,-z,relro,-z,now,-z,noexecstack)
endif()
