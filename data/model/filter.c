#include "data/model/filter.h"

static unsigned sources_of_expression(const expression *e)
{
    unsigned found = e->kind == EXPRESSION_PROPERTY || e->kind == EXPRESSION_ID ? 1U << e->source : 0;
    for (size_t i = 0; e->kind == EXPRESSION_CALL && i < e->function->argument_count; i++)
        found |= sources_of_expression(&e->arguments[i]);
    return found;
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

bool filter_is_pair(const filter *f)
{
    return f->right.kind == EXPRESSION_PROPERTY || f->right.kind == EXPRESSION_CALL;
}

static bool expression_mentions(const expression *e, const property *p, size_t of)
{
    bool found = e->property == p && e->source == of;
    for (size_t i = 0; e->kind == EXPRESSION_CALL && i < e->function->argument_count && !found; i++)
        found = expression_mentions(&e->arguments[i], p, of);
    return found;
}

bool filter_mentions(const filter *f, const property *p, size_t of)
{
    bool found = expression_mentions(&f->left, p, of) || expression_mentions(&f->right, p, of);
    for (size_t i = 0; i < f->operand_count && !found; i++)
        found = filter_mentions(f->operands[i], p, of);
    return found;
}
