"""Run inside QGIS (qgis --code): how a story of steps is told to it while windows open over windows, and pictures are taken on the way.

A story is a generator. What it yields is a question, asked until it is true; only then the story goes on. A click never blocks it: a window
that the click opens runs a loop of its own, in which the story's clock goes on."""
import time
import traceback
from qgis.PyQt.QtCore import QPoint, QRect, QRectF, Qt, QTimer
from qgis.PyQt.QtGui import QColor, QFont, QPainter, QPen
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QTabWidget, QWidget

BLUE = QColor('#0b4f9e')  # on white and on QGIS's greys its contrast is above 7


class Story:
    """Tells a story to its end; then calls `done` with None, or with what went wrong."""

    def __init__(self, steps, done, patience_s=120):
        self.steps, self.done, self.patience_s = steps, done, patience_s
        self.question, self.until, self.asking = None, 0, False
        self.clock = QTimer()
        self.clock.timeout.connect(self.tick)
        self.clock.start(40)

    def tick(self):
        if self.asking:
            return
        self.asking = True
        try:
            self.go_on()
        except StopIteration:
            self.end(None)
        except Exception:
            self.end(traceback.format_exc())
        finally:
            self.asking = False

    def go_on(self):
        if self.question and not self.question():
            if time.monotonic() > self.until:
                self.steps.throw(TimeoutError('QGIS does not get on; on screen: %s' % [name_of(w) for w in windows()]))
            return
        self.question = next(self.steps)
        self.until = time.monotonic() + self.patience_s

    def end(self, failure):
        self.clock.stop()
        self.done(failure)


def name_of(widget):
    return widget.metaObject().className()


def windows():
    return [w for w in QApplication.topLevelWidgets() if w.isVisible()]


def window(kind):
    """The visible window of this class of C++ or Python; None when there is none."""
    return next((w for w in windows() if name_of(w) == kind or type(w).__name__ == kind), None)


def shown(kind):
    return lambda: window(kind)


def gone(kind):
    return lambda: not window(kind)


def pause(seconds):
    """For what no question tells: that a window has been laid out and painted."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def press(button):
    QTimer.singleShot(0, button.click)


def trigger(action):
    QTimer.singleShot(0, action.trigger)


def part(parent, name):
    """The widget with this objectName in QGIS's own form."""
    named = parent.findChildren(QWidget, name)
    found = next((w for w in named if w.isVisible()), named[0] if named else None)  # a window may have pages that bear the same names
    if found is None:
        raise LookupError('%s has no %s; it has %s' % (name_of(parent), name, sorted({w.objectName() for w in parent.findChildren(QWidget)} - {''})))
    return found


def tab(tabs, index):
    """(widget, rectangle) of a tab's ear."""
    return tabs.tabBar(), tabs.tabBar().tabRect(index)


def row(tree, index):
    """(widget, rectangle) of a row's text."""
    return tree.viewport(), tree.visualRect(index)


def where(target, shot):
    """The rectangle of a widget, or of (widget, rectangle), in the window that is pictured."""
    widget, rectangle = target if isinstance(target, tuple) else (target, target.rect())
    return QRect(widget.mapTo(shot, rectangle.topLeft()), rectangle.size())


def number(painter, box, text, bounds):
    """A box, and its number on the corner, within the picture."""
    painter.setBrush(Qt.NoBrush)
    painter.setPen(QPen(BLUE, 2))
    painter.drawRoundedRect(QRectF(box.adjusted(-3, -3, 3, 3)), 4, 4)
    centre = QPoint(max(bounds.left() + 11, box.left() - 5), max(bounds.top() + 11, box.top() - 5))
    painter.setPen(QPen(Qt.white, 1.5))
    painter.setBrush(BLUE)
    painter.drawEllipse(centre, 10, 10)
    painter.setFont(QFont('DejaVu Sans', 9, QFont.Bold))
    painter.setPen(Qt.white)
    painter.drawText(QRect(centre - QPoint(10, 10), centre + QPoint(9, 9)), Qt.AlignCenter, text)


def picture(shot, targets):
    """What stands on the window, with numbered boxes round the targets."""
    image = shot.grab()
    painter = QPainter(image)
    painter.setRenderHint(QPainter.Antialiasing)
    for i, target in enumerate(targets):
        number(painter, where(target, shot), str(i + 1), shot.rect())
    painter.end()
    return image


def choose(combo, text):
    index = combo.findText(text) if isinstance(combo, QComboBox) else -1
    if index < 0:
        raise LookupError('no %r among %s' % (text, [combo.itemText(i) for i in range(combo.count())]))
    combo.setCurrentIndex(index)


def ear(tabs, text):
    """The number of the tab with these words."""
    words = [tabs.tabText(i).replace('&', '') for i in range(tabs.count())] if isinstance(tabs, QTabWidget) else []
    return words.index(text)
