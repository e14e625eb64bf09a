#include "data/filter.h"

static unsigned sources_of_expression(const expression *e)
{
    return e->kind == EXPRESSION_PROPERTY || e->kind == EXPRESSION_ID ? 1U << e->source : 0;
}

unsigned filter_sources(const filter *f)
{
    unsigned found = sources_of_expression(&f->left) | sources_of_expression(&f->right);
    if (f->kind == FILTER_IDS || f->kind == FILTER_REGION || f->kind == FILTER_SPATIAL)
        found |= 1U << f->left.source;
    for (size_t i = 0; i < f->operand_count; i++)
        found |= filter_sources(f->operands[i]);
    return found;
}

bool filter_mentions(const filter *f, const property *p, size_t of)
{
    bool found = (f->left.property == p && f->left.source == of) || (f->right.property == p && f->right.source == of);
    for (size_t i = 0; i < f->operand_count && !found; i++)
        found = filter_mentions(f->operands[i], p, of);
    return found;
}
