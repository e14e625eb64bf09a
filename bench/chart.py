"""A chart of requests per second, every server beside the others."""


def draw(t, path):
    import matplotlib
    matplotlib.use('Agg')
    from matplotlib import pyplot
    names = [name for name in t.result['titles'] if t.value(name, 'risicolaag', 'rps')]
    targets = [name for name in t.result['labels'] if any(t.value(w, name, 'rps') for w in names)]
    if not names:
        path.unlink(missing_ok=True)  # of a run before: not of these figures
        return
    figure, axes = pyplot.subplots(figsize=(11, 0.75 * len(names) + 2))
    height = 0.85 / len(targets)
    for i, target in enumerate(targets):
        found = [(y, t.value(w, target, 'rps')) for y, w in enumerate(names)]
        found = [(y + i * height, value) for y, value in found if value]
        axes.barh([y for y, _ in found], [value for _, value in found], height, label=t.result['labels'][target])
    axes.set_yticks([y + 0.425 - height / 2 for y in range(len(names))], [t.result['titles'][w] for w in names])
    axes.invert_yaxis()
    axes.set_xscale('log')
    axes.set_xlabel('requests per second (log scale), %s risicolocaties' % format(t.result['features'], ','))
    axes.grid(axis='x', alpha=0.3)
    axes.legend(loc='lower center', bbox_to_anchor=(0.5, 1), ncol=3)
    figure.savefig(path, dpi=110, bbox_inches='tight')
    pyplot.close(figure)
