/* Files that the build compiles into the program (cmake/embed.cmake). */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include <stddef.h>

typedef struct embedded_file {
    const char *name; /* without folder */
    const char *text; /* its bytes, and a NUL after them */
    size_t length;
} embedded_file;

extern const embedded_file embedded_schema[]; /* data/schema, in the order in which the migrations apply */
extern const size_t embedded_schema_count;
extern const embedded_file embedded_gemeenten[]; /* data/facts/gemeenten.csv */
extern const size_t embedded_gemeenten_count;
extern const embedded_file embedded_fusies[]; /* data/facts/fusies.csv */
extern const size_t embedded_fusies_count;
extern const embedded_file embedded_layers[]; /* data/layers */
extern const size_t embedded_layers_count;
extern const embedded_file embedded_rubrieken[]; /* data/facts/rubrieken.csv */
extern const size_t embedded_rubrieken_count;
extern const embedded_file embedded_pages[]; /* server/pages */
extern const size_t embedded_pages_count;
extern const embedded_file embedded_guide_nl[]; /* the guide's pictures and the files that it hands out */
extern const size_t embedded_guide_nl_count;
extern const embedded_file embedded_guide_en[];
extern const size_t embedded_guide_en_count;

#endif
