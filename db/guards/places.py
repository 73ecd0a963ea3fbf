"""Where somebody was in a case, and what she began there, goes along when it has another code.

What stays on this machine names a case by its code, as people do.
"""

from __future__ import annotations

from typing import Final

# Whoever writes the code: this stands aside for nothing.
PLACES_FOLLOW: Final = """
create temp trigger places_follow after update of code on main.casefile
when old.code <> new.code
begin
    update unfinished set place = new.code where place = old.code and case_id = new.id;
    update setting
        set key = replace(key, old.code, new.code), value = replace(value, old.code, new.code)
        where key like 'place.%' and (instr(key, old.code) or instr(value, old.code));
end
"""
