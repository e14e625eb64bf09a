-- Schema 13: a number that a row brought at the top of its gemeente's range no longer ends the series.
--
-- Numbers from 9,000,000 on are those that somebody may choose; the series itself goes on below them (writer.h, ID_BY_HAND). One that a row had pushed past that goes
-- back to behind the last number that was given.

UPDATE id_reeks AS s
   SET volgend = 1 + max(coalesce((SELECT max(t.id) % 10000000 FROM risicolocatie t WHERE t.id >= s.gemeente_nis * 10000000 AND t.id < s.gemeente_nis * 10000000 + 9000000), 0),
                         coalesce((SELECT max(v.id) % 10000000 FROM risicolocatie_versie v WHERE v.id >= s.gemeente_nis * 10000000 AND v.id < s.gemeente_nis * 10000000 + 9000000), 0))
 WHERE volgend > 9000000;
