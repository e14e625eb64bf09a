"""A chart of the phases beside each other: p50 and p99 of light requests over time, and the memory of each worker."""
from morning_report import TITLES


def draw(result, path):
    import matplotlib
    matplotlib.use('Agg')
    from matplotlib import pyplot
    phases = result['phases']
    figure, axes = pyplot.subplots(2, len(phases), figsize=(4.2 * len(phases), 6.5), sharey='row', squeeze=False)
    for i, p in enumerate(phases):
        above, below = axes[0][i], axes[1][i]
        for field, name in ((1, 'p50'), (2, 'p99')):
            above.plot([slot[0] for slot in p['slots']], [slot[field] for slot in p['slots']], marker='.', label=name)
        for number, pid in enumerate(sorted({row['pid'] for row in p['memory']})):
            rows = [row for row in p['memory'] if row['pid'] == pid]
            for field, style in (('rss', '-'), ('own', ':')):
                name = 'worker %d, %s' % (number + 1, field)
                below.plot([row['seconds'] for row in rows], [row[field] for row in rows], style, color='C%d' % number, label=name)
        above.set_title(TITLES[p['name']], fontsize=9)
        above.set_yscale('log')
        above.set_xlim(left=-.02 * p['asked_s'], right=1.02 * p['asked_s'])
        below.set_xlabel('seconds')
        below.set_ylim(bottom=0)
        for a in (above, below):
            a.grid(alpha=.3)
    axes[0][0].set_ylabel('light requests, ms (log scale)')
    axes[1][0].set_ylabel('MiB: resident; dotted: own')
    for row in axes:
        row[0].legend(fontsize=8)
    figure.savefig(path, dpi=110, bbox_inches='tight')
    pyplot.close(figure)
