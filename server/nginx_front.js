// The one bound that nginx has no setting for: the time for a whole request. nginx's own, client_body_timeout, is between two readings, so that a byte now and then
// keeps a connection for ever. Eight megabytes in two minutes are half a megabit a second.
const MOST_MS = 120000;

function bound(session) {
    let began = 0, answered = 0;
    session.on('upload', (data, flags) => {
        const now = Date.now(), sent = Number(session.variables.bytes_sent);
        if (began === 0 || sent !== answered) { // the first bytes, or the first ones after an answer
            began = now;
            answered = sent;
        }
        if (now - began > MOST_MS) {
            throw new Error('a request takes longer than ' + MOST_MS / 1000 + ' s to come in');
        }
        session.send(data, flags);
    });
}

export default { bound };
