CREATE TABLE adoption (
	lane BLOB NOT NULL,
	workbook BLOB NOT NULL,
	PRIMARY KEY (lane)
)
 WITHOUT ROWID;
CREATE TABLE app_user (
	name VARCHAR NOT NULL,
	role VARCHAR NOT NULL,
	status VARCHAR NOT NULL,
	author BLOB NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE aside_row (
	entity BLOB NOT NULL,
	at VARCHAR NOT NULL,
	stream BLOB NOT NULL,
	content BLOB NOT NULL,
	PRIMARY KEY (entity, at)
)
 WITHOUT ROWID;
CREATE TABLE assignment (
	case_id BLOB NOT NULL,
	user_id BLOB NOT NULL,
	since VARCHAR NOT NULL,
	until VARCHAR,
	reason VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id),
	FOREIGN KEY(user_id) REFERENCES app_user (id)
);
CREATE TABLE attachment (
	case_id BLOB NOT NULL,
	sort VARCHAR NOT NULL,
	number INTEGER NOT NULL,
	form VARCHAR NOT NULL,
	size INTEGER NOT NULL,
	digest BLOB NOT NULL,
	secret BLOB NOT NULL,
	cleaned VARCHAR NOT NULL,
	taken_on VARCHAR,
	source VARCHAR NOT NULL,
	kept_at VARCHAR NOT NULL,
	kept_by BLOB NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
);
CREATE TABLE attachment_coming (
	attachment BLOB NOT NULL,
	number INTEGER NOT NULL,
	content BLOB NOT NULL,
	PRIMARY KEY (attachment, number)
)
 WITHOUT ROWID;
CREATE TABLE attachment_given (
	attachment BLOB NOT NULL,
	asked INTEGER NOT NULL,
	PRIMARY KEY (attachment)
)
 WITHOUT ROWID;
CREATE TABLE attachment_piece (
	attachment BLOB NOT NULL,
	number INTEGER NOT NULL,
	content BLOB NOT NULL,
	PRIMARY KEY (attachment, number)
)
 WITHOUT ROWID;
CREATE TABLE audit_entry (
	seq INTEGER NOT NULL,
	prev BLOB NOT NULL,
	hash BLOB NOT NULL,
	at VARCHAR NOT NULL,
	user BLOB NOT NULL,
	action VARCHAR NOT NULL,
	object BLOB,
	reason VARCHAR NOT NULL,
	covers BLOB,
	PRIMARY KEY (seq)
);
CREATE TABLE breach (
	noticed_on VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	words VARCHAR NOT NULL,
	recipients VARCHAR NOT NULL,
	noted_by BLOB NOT NULL,
	noted_at VARCHAR NOT NULL,
	corrects BLOB,
	status VARCHAR,
	untold_why VARCHAR,
	closed_by BLOB,
	closed_at VARCHAR,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(corrects) REFERENCES breach (id)
);
CREATE TABLE breach_action (
	breach_id BLOB NOT NULL,
	taken_on VARCHAR NOT NULL,
	words VARCHAR NOT NULL,
	told VARCHAR NOT NULL,
	"by" BLOB NOT NULL,
	at VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(breach_id) REFERENCES breach (id)
);
CREATE TABLE breach_case (
	breach_id BLOB NOT NULL,
	case_id BLOB NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(breach_id) REFERENCES breach (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
);
CREATE TABLE bringing (
	layout VARCHAR NOT NULL,
	at VARCHAR NOT NULL,
	"by" BLOB NOT NULL,
	worker BLOB NOT NULL,
	cases INTEGER NOT NULL,
	undone_at VARCHAR,
	id BLOB NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE brought_case (
	case_id BLOB NOT NULL,
	bringing_id BLOB NOT NULL,
	forms INTEGER NOT NULL,
	PRIMARY KEY (case_id),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
)
 WITHOUT ROWID;
CREATE TABLE case_pair (
	case_id BLOB NOT NULL,
	other_id BLOB NOT NULL,
	answer VARCHAR NOT NULL,
	"by" BLOB NOT NULL,
	at VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id),
	FOREIGN KEY(other_id) REFERENCES casefile (id)
);
CREATE TABLE case_step (
	case_id BLOB NOT NULL,
	at VARCHAR NOT NULL,
	made_on VARCHAR NOT NULL,
	old VARCHAR NOT NULL,
	new VARCHAR NOT NULL,
	reason VARCHAR NOT NULL,
	worker BLOB NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
);
CREATE TABLE casefile (
	code VARCHAR NOT NULL,
	code_before VARCHAR,
	status VARCHAR NOT NULL,
	opened_on VARCHAR NOT NULL,
	limits_explained_at VARCHAR,
	home BLOB,
	number INTEGER NOT NULL,
	worker BLOB,
	changed_at VARCHAR NOT NULL,
	area VARCHAR NOT NULL,
	due VARCHAR,
	sharing VARCHAR,
	review_on VARCHAR,
	agreed VARCHAR,
	no_contact INTEGER,
	experiences VARCHAR,
	safe_way VARCHAR,
	code_word VARCHAR,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (code),
	UNIQUE (number)
);
CREATE TABLE cell_conflict (
	entity BLOB NOT NULL,
	field VARCHAR NOT NULL,
	lane BLOB NOT NULL,
	aseq INTEGER NOT NULL,
	idx INTEGER NOT NULL,
	hlc INTEGER NOT NULL,
	value BLOB NOT NULL,
	PRIMARY KEY (entity, field, lane, aseq, idx)
)
 WITHOUT ROWID;
CREATE TABLE cell_let_go (
	"by" BLOB NOT NULL,
	stream BLOB NOT NULL,
	lane BLOB NOT NULL,
	aseq INTEGER NOT NULL,
	idx INTEGER NOT NULL,
	entity BLOB NOT NULL,
	field VARCHAR NOT NULL,
	PRIMARY KEY (lane, aseq, idx, entity, field)
)
 WITHOUT ROWID;
CREATE TABLE cell_meta (
	entity BLOB NOT NULL,
	field VARCHAR NOT NULL,
	lane BLOB NOT NULL,
	aseq INTEGER NOT NULL,
	idx INTEGER NOT NULL,
	hlc INTEGER NOT NULL,
	PRIMARY KEY (entity, field)
)
 WITHOUT ROWID;
CREATE TABLE cell_summed (
	lane BLOB NOT NULL,
	aseq INTEGER NOT NULL,
	idx INTEGER NOT NULL,
	entity BLOB NOT NULL,
	field VARCHAR NOT NULL,
	PRIMARY KEY (lane, aseq, idx, entity, field)
)
 WITHOUT ROWID;
CREATE TABLE cell_superseded (
	lane BLOB NOT NULL,
	aseq INTEGER NOT NULL,
	idx INTEGER NOT NULL,
	entity BLOB NOT NULL,
	field VARCHAR NOT NULL,
	PRIMARY KEY (lane, aseq, idx, entity, field)
)
 WITHOUT ROWID;
CREATE TABLE conflict_link (
	case_id BLOB NOT NULL,
	user_id BLOB,
	service_id BLOB,
	kind VARCHAR NOT NULL,
	status VARCHAR NOT NULL,
	since VARCHAR NOT NULL,
	set_by BLOB NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id),
	FOREIGN KEY(user_id) REFERENCES app_user (id),
	FOREIGN KEY(service_id) REFERENCES service (id)
);
CREATE TABLE consent_event (
	case_id BLOB NOT NULL,
	kind VARCHAR NOT NULL,
	at VARCHAR NOT NULL,
	given_by VARCHAR NOT NULL,
	means VARCHAR NOT NULL,
	language VARCHAR NOT NULL,
	age_band VARCHAR NOT NULL,
	text_version VARCHAR NOT NULL,
	limits_explained VARCHAR NOT NULL,
	assent VARCHAR,
	witness VARCHAR,
	note VARCHAR,
	recorded_by BLOB NOT NULL,
	purpose VARCHAR,
	reach VARCHAR,
	scope VARCHAR,
	seen BLOB,
	reason VARCHAR,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
);
CREATE TABLE consent_grant (
	event_id BLOB NOT NULL,
	case_id BLOB NOT NULL,
	purpose VARCHAR NOT NULL,
	reach VARCHAR NOT NULL,
	scope VARCHAR NOT NULL,
	given_at VARCHAR NOT NULL,
	valid_from VARCHAR NOT NULL,
	valid_until VARCHAR NOT NULL,
	categories VARCHAR NOT NULL,
	items VARCHAR NOT NULL,
	excluded VARCHAR NOT NULL,
	excluded_episodes VARCHAR NOT NULL,
	answer VARCHAR NOT NULL,
	conditions VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(event_id) REFERENCES consent_event (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
);
CREATE TABLE due (
	id VARCHAR NOT NULL,
	whole VARCHAR NOT NULL,
	case_id BLOB NOT NULL,
	form_id VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	due VARCHAR NOT NULL,
	at VARCHAR NOT NULL,
	until VARCHAR NOT NULL,
	"key" VARCHAR NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
);
CREATE TABLE entity (
	id BLOB NOT NULL,
	type VARCHAR NOT NULL,
	stream BLOB NOT NULL,
	lane BLOB,
	aseq INTEGER,
	idx INTEGER,
	life INTEGER NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE TABLE episode (
	id BLOB NOT NULL,
	case_id BLOB NOT NULL,
	start VARCHAR,
	PRIMARY KEY (id),
	FOREIGN KEY(id) REFERENCES form_instance (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
);
CREATE TABLE episode_element (
	episode_id BLOB NOT NULL,
	element VARCHAR NOT NULL,
	code VARCHAR NOT NULL,
	PRIMARY KEY (episode_id, element, code),
	FOREIGN KEY(episode_id) REFERENCES episode (id)
);
CREATE TABLE episode_tag (
	episode_id BLOB NOT NULL,
	list VARCHAR NOT NULL,
	code VARCHAR NOT NULL,
	source VARCHAR,
	certainty VARCHAR,
	PRIMARY KEY (episode_id, list, code),
	FOREIGN KEY(episode_id) REFERENCES episode (id)
);
CREATE TABLE erasure (
	case_id BLOB NOT NULL,
	"before" VARCHAR NOT NULL,
	basis VARCHAR NOT NULL,
	in_danger VARCHAR NOT NULL,
	asked_on VARCHAR NOT NULL,
	asked_by BLOB NOT NULL,
	agreed_by BLOB,
	state VARCHAR NOT NULL,
	ended_on VARCHAR,
	forms INTEGER NOT NULL,
	letters INTEGER NOT NULL,
	files INTEGER NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE figure_mark (
	case_id BLOB NOT NULL,
	PRIMARY KEY (case_id)
)
 WITHOUT ROWID;
CREATE TABLE figure_person (
	head BLOB NOT NULL,
	since VARCHAR NOT NULL,
	until VARCHAR NOT NULL,
	line VARCHAR,
	PRIMARY KEY (head)
)
 WITHOUT ROWID;
CREATE TABLE figure_release (
	"plan" VARCHAR NOT NULL,
	period VARCHAR NOT NULL,
	recipient VARCHAR NOT NULL,
	least INTEGER NOT NULL,
	status VARCHAR NOT NULL,
	proposed_by BLOB NOT NULL,
	proposed_at VARCHAR NOT NULL,
	second BLOB,
	published_at VARCHAR,
	rule VARCHAR NOT NULL,
	printed VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE figure_sum (
	period VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	code VARCHAR NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (period, kind, code)
)
 WITHOUT ROWID;
CREATE TABLE form_fact (
	qid VARCHAR NOT NULL,
	instance INTEGER NOT NULL,
	repeat BLOB NOT NULL,
	value VARCHAR NOT NULL,
	PRIMARY KEY (qid, instance, repeat, value)
)
 WITHOUT ROWID;
CREATE TABLE form_instance (
	case_id BLOB,
	form_id VARCHAR NOT NULL,
	version VARCHAR NOT NULL,
	state VARCHAR NOT NULL,
	language VARCHAR NOT NULL,
	recorded_by BLOB NOT NULL,
	recorded_at VARCHAR NOT NULL,
	recorded_on VARCHAR,
	estimated_on VARCHAR,
	amends BLOB,
	base BLOB,
	number INTEGER NOT NULL,
	doc BLOB NOT NULL,
	saved_at VARCHAR,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id),
	UNIQUE (number)
);
CREATE TABLE form_version (
	form_id VARCHAR NOT NULL,
	version VARCHAR NOT NULL,
	source BLOB NOT NULL,
	model BLOB NOT NULL,
	digest VARCHAR NOT NULL,
	state VARCHAR NOT NULL,
	published_at VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (form_id, version)
);
CREATE TABLE glass (
	case_id BLOB NOT NULL,
	user_id BLOB NOT NULL,
	opened_at VARCHAR NOT NULL,
	until VARCHAR NOT NULL,
	why VARCHAR NOT NULL,
	words VARCHAR NOT NULL,
	reviewed_by BLOB,
	reviewed_at VARCHAR,
	finding VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id),
	FOREIGN KEY(user_id) REFERENCES app_user (id)
);
CREATE TABLE handing (
	case_id BLOB NOT NULL,
	sender BLOB NOT NULL,
	receiver BLOB NOT NULL,
	status VARCHAR NOT NULL,
	asked_at VARCHAR NOT NULL,
	answered_at VARCHAR,
	note VARCHAR NOT NULL,
	answer VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id),
	FOREIGN KEY(sender) REFERENCES app_user (id),
	FOREIGN KEY(receiver) REFERENCES app_user (id)
);
CREATE TABLE help_without_record (
	helped_on VARCHAR NOT NULL,
	service_type VARCHAR NOT NULL,
	age_group VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE hold (
	case_id BLOB NOT NULL,
	basis VARCHAR NOT NULL,
	reason VARCHAR NOT NULL,
	held_by BLOB NOT NULL,
	second_by BLOB NOT NULL,
	since VARCHAR NOT NULL,
	review_on VARCHAR NOT NULL,
	agreed_on VARCHAR,
	ended_on VARCHAR,
	unsafe_to_tell VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
);
CREATE TABLE lane (
	id BLOB NOT NULL,
	stream BLOB NOT NULL,
	author BLOB NOT NULL,
	aseq INTEGER NOT NULL,
	digest BLOB,
	sealed INTEGER NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE TABLE letter (
	number VARCHAR NOT NULL,
	case_id BLOB NOT NULL,
	referral_id BLOB NOT NULL,
	service_id BLOB NOT NULL,
	purpose VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	language VARCHAR NOT NULL,
	template VARCHAR NOT NULL,
	issued_at VARCHAR NOT NULL,
	issued_on VARCHAR NOT NULL,
	issued_by BLOB NOT NULL,
	valid_until VARCHAR NOT NULL,
	grant_ids VARCHAR NOT NULL,
	told VARCHAR NOT NULL,
	withheld VARCHAR NOT NULL,
	content BLOB NOT NULL,
	content_hash VARCHAR NOT NULL,
	check_code VARCHAR NOT NULL,
	protected VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (number),
	FOREIGN KEY(case_id) REFERENCES casefile (id),
	FOREIGN KEY(referral_id) REFERENCES referral (id),
	FOREIGN KEY(service_id) REFERENCES service (id)
);
CREATE TABLE letter_notice (
	letter_id BLOB NOT NULL,
	case_id BLOB NOT NULL,
	sent_on VARCHAR NOT NULL,
	sent_by BLOB NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(letter_id) REFERENCES letter (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
);
CREATE TABLE letter_recall (
	letter_id BLOB NOT NULL,
	case_id BLOB NOT NULL,
	at VARCHAR NOT NULL,
	reason VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(letter_id) REFERENCES letter (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
);
CREATE TABLE letter_reply (
	letter_id BLOB NOT NULL,
	case_id BLOB NOT NULL,
	at VARCHAR NOT NULL,
	replied_on VARCHAR,
	answer VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(letter_id) REFERENCES letter (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
);
CREATE TABLE line_alarm (
	server INTEGER NOT NULL,
	stream BLOB NOT NULL,
	what VARCHAR NOT NULL,
	generation INTEGER NOT NULL,
	at VARCHAR NOT NULL,
	PRIMARY KEY (server, stream, what)
)
 WITHOUT ROWID;
CREATE TABLE line_file (
	server INTEGER NOT NULL,
	file BLOB NOT NULL,
	stream BLOB NOT NULL,
	name BLOB NOT NULL,
	is_whole INTEGER NOT NULL,
	PRIMARY KEY (server, file, stream)
)
 WITHOUT ROWID;
CREATE TABLE line_lane (
	server INTEGER NOT NULL,
	lane BLOB NOT NULL,
	aseq INTEGER NOT NULL,
	PRIMARY KEY (server, lane)
)
 WITHOUT ROWID;
CREATE TABLE line_log (
	server INTEGER NOT NULL,
	stream BLOB NOT NULL,
	number INTEGER NOT NULL,
	name BLOB NOT NULL,
	hash BLOB,
	PRIMARY KEY (server, stream, number)
)
 WITHOUT ROWID;
CREATE TABLE line_server (
	n INTEGER NOT NULL,
	name VARCHAR NOT NULL,
	cursor INTEGER NOT NULL,
	acl INTEGER NOT NULL,
	rights BLOB NOT NULL,
	looked INTEGER NOT NULL,
	token VARCHAR NOT NULL,
	at VARCHAR NOT NULL,
	PRIMARY KEY (n),
	UNIQUE (name)
);
CREATE TABLE log_head (
	one INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	hash BLOB NOT NULL,
	hlc INTEGER NOT NULL,
	PRIMARY KEY (one)
);
CREATE TABLE office (
	name VARCHAR NOT NULL,
	phone VARCHAR NOT NULL,
	hours VARCHAR NOT NULL,
	language VARCHAR NOT NULL,
	closing_review VARCHAR NOT NULL,
	letter_digits VARCHAR NOT NULL,
	second_days VARCHAR NOT NULL,
	kept_with VARCHAR NOT NULL,
	called VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE op (
	lane BLOB NOT NULL,
	aseq INTEGER NOT NULL,
	idx INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	entity BLOB NOT NULL,
	"table" VARCHAR NOT NULL,
	field VARCHAR,
	value BLOB NOT NULL,
	hlc INTEGER NOT NULL,
	parents BLOB,
	PRIMARY KEY (lane, aseq, idx)
)
 WITHOUT ROWID;
CREATE TABLE opaque_op (
	lane BLOB NOT NULL,
	aseq INTEGER NOT NULL,
	idx INTEGER NOT NULL,
	entity BLOB NOT NULL,
	why VARCHAR NOT NULL,
	awaits BLOB,
	PRIMARY KEY (lane, aseq, idx)
)
 WITHOUT ROWID;
CREATE TABLE organisation (
	id BLOB NOT NULL,
	workbook BLOB NOT NULL,
	root BLOB NOT NULL,
	joined_at VARCHAR NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE outbox (
	batch_id BLOB NOT NULL,
	lane BLOB NOT NULL,
	aseq INTEGER NOT NULL,
	content BLOB,
	created VARCHAR NOT NULL,
	sent_to BLOB,
	PRIMARY KEY (batch_id)
);
CREATE TABLE outside_request (
	asked_on VARCHAR NOT NULL,
	asker VARCHAR NOT NULL,
	in_writing VARCHAR NOT NULL,
	who VARCHAR NOT NULL,
	words VARCHAR NOT NULL,
	noted_by BLOB NOT NULL,
	noted_at VARCHAR NOT NULL,
	corrects BLOB,
	answer VARCHAR,
	order_no VARCHAR,
	letter_mark VARCHAR,
	answered_by BLOB,
	answered_at VARCHAR,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(corrects) REFERENCES outside_request (id)
);
CREATE TABLE outside_request_case (
	request_id BLOB NOT NULL,
	case_id BLOB NOT NULL,
	who VARCHAR NOT NULL,
	words VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(request_id) REFERENCES outside_request (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
);
CREATE TABLE override (
	case_id BLOB NOT NULL,
	basis VARCHAR NOT NULL,
	recipient VARCHAR NOT NULL,
	items VARCHAR NOT NULL,
	reason VARCHAR NOT NULL,
	told_her VARCHAR NOT NULL,
	told_why VARCHAR NOT NULL,
	review_on VARCHAR NOT NULL,
	proposed_by BLOB NOT NULL,
	proposed_at VARCHAR NOT NULL,
	status VARCHAR NOT NULL,
	decided_by BLOB,
	decided_at VARCHAR,
	letter VARCHAR NOT NULL,
	reviewed_by BLOB,
	review VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
);
CREATE TABLE parked_batch (
	batch_id BLOB NOT NULL,
	stream BLOB NOT NULL,
	lane BLOB NOT NULL,
	aseq INTEGER NOT NULL,
	why VARCHAR NOT NULL,
	epoch INTEGER NOT NULL,
	content BLOB NOT NULL,
	at VARCHAR NOT NULL,
	PRIMARY KEY (batch_id)
);
CREATE TABLE person (
	case_id BLOB NOT NULL,
	born_from VARCHAR,
	born_until VARCHAR,
	sex VARCHAR,
	gender VARCHAR,
	inequalities VARCHAR,
	PRIMARY KEY (case_id),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
);
CREATE TABLE referral (
	case_id BLOB NOT NULL,
	service_id BLOB,
	status VARCHAR NOT NULL,
	created_at VARCHAR NOT NULL,
	begun_on VARCHAR,
	changed_at VARCHAR NOT NULL,
	changed_on VARCHAR NOT NULL,
	service_type VARCHAR NOT NULL,
	reason VARCHAR NOT NULL,
	accompaniment VARCHAR NOT NULL,
	urgency VARCHAR NOT NULL,
	appointment_on VARCHAR,
	appointment_at VARCHAR,
	appointment_place VARCHAR,
	refusal VARCHAR NOT NULL,
	outcome VARCHAR NOT NULL,
	"before" VARCHAR,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id),
	FOREIGN KEY(service_id) REFERENCES service (id)
);
CREATE TABLE review (
	case_id BLOB NOT NULL,
	entry_id BLOB NOT NULL,
	form_id VARCHAR NOT NULL,
	status VARCHAR NOT NULL,
	asked_by BLOB NOT NULL,
	asked_at VARCHAR NOT NULL,
	decided_by BLOB,
	decided_at VARCHAR,
	note VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id),
	FOREIGN KEY(entry_id) REFERENCES form_instance (id),
	FOREIGN KEY(asked_by) REFERENCES app_user (id)
);
CREATE TABLE roster_entry (
	n INTEGER NOT NULL,
	batch BLOB NOT NULL,
	PRIMARY KEY (n)
);
CREATE TABLE safe_contact (
	case_id BLOB NOT NULL,
	safe_way VARCHAR,
	code_word VARCHAR,
	PRIMARY KEY (case_id),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
);
CREATE TABLE service (
	code VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	service_types VARCHAR,
	organisation VARCHAR,
	countries VARCHAR,
	regions VARCHAR,
	areas VARCHAR,
	address VARCHAR,
	hours VARCHAR,
	contact VARCHAR,
	welcomed VARCHAR,
	accepts_children VARCHAR,
	age_from VARCHAR,
	age_to VARCHAR,
	languages VARCHAR,
	access VARCHAR,
	cost VARCHAR,
	papers_asked VARCHAR,
	safety_notes VARCHAR,
	team_notes VARCHAR,
	confidentiality VARCHAR,
	last_verified VARCHAR,
	sealing_key VARCHAR,
	active VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (code)
);
CREATE TABLE setting (
	"key" VARCHAR NOT NULL,
	value VARCHAR NOT NULL,
	PRIMARY KEY ("key")
);
CREATE TABLE snapshot (
	id BLOB NOT NULL,
	stream BLOB NOT NULL,
	manifest BLOB NOT NULL,
	state VARCHAR NOT NULL,
	at VARCHAR NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE TABLE snapshot_piece (
	snapshot BLOB NOT NULL,
	number INTEGER NOT NULL,
	content BLOB NOT NULL,
	PRIMARY KEY (snapshot, number),
	FOREIGN KEY(snapshot) REFERENCES snapshot (id)
);
CREATE TABLE snapshot_vouched (
	snapshot BLOB NOT NULL,
	author BLOB NOT NULL,
	document BLOB NOT NULL,
	PRIMARY KEY (snapshot, author)
)
 WITHOUT ROWID;
CREATE TABLE stream (
	id BLOB NOT NULL,
	kind VARCHAR NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE TABLE stream_key (
	stream BLOB NOT NULL,
	epoch INTEGER NOT NULL,
	secret BLOB NOT NULL,
	retired BOOLEAN NOT NULL,
	PRIMARY KEY (stream, epoch)
)
 WITHOUT ROWID;
CREATE TABLE submission (
	case_id BLOB NOT NULL,
	mark BLOB NOT NULL,
	own VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
);
CREATE TABLE taken_back (
	id BLOB NOT NULL,
	case_id BLOB NOT NULL,
	mark BLOB NOT NULL,
	since VARCHAR,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE TABLE taking (
	at VARCHAR NOT NULL,
	"by" BLOB NOT NULL,
	second_by BLOB,
	reason VARCHAR NOT NULL,
	sealed_to VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE task (
	case_id BLOB NOT NULL,
	worker BLOB NOT NULL,
	kind VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	due VARCHAR NOT NULL,
	at VARCHAR NOT NULL,
	status VARCHAR NOT NULL,
	service_id BLOB,
	rests_on VARCHAR NOT NULL,
	done_on VARCHAR,
	source VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id),
	FOREIGN KEY(service_id) REFERENCES service (id)
);
CREATE TABLE telling (
	case_id BLOB NOT NULL,
	referral_id BLOB NOT NULL,
	service_id BLOB NOT NULL,
	purpose VARCHAR NOT NULL,
	language VARCHAR NOT NULL,
	at VARCHAR NOT NULL,
	told_on VARCHAR NOT NULL,
	told_by BLOB NOT NULL,
	valid_until VARCHAR NOT NULL,
	grant_ids VARCHAR NOT NULL,
	told VARCHAR NOT NULL,
	withheld VARCHAR NOT NULL,
	file VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(case_id) REFERENCES casefile (id),
	FOREIGN KEY(referral_id) REFERENCES referral (id),
	FOREIGN KEY(service_id) REFERENCES service (id)
);
CREATE TABLE tombstone (
	entity BLOB NOT NULL,
	at VARCHAR NOT NULL,
	basis VARCHAR NOT NULL,
	PRIMARY KEY (entity)
)
 WITHOUT ROWID;
CREATE TABLE trait (
	value VARCHAR NOT NULL,
	case_id BLOB NOT NULL,
	PRIMARY KEY (value, case_id),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
)
 WITHOUT ROWID;
CREATE TABLE treaty (
	"key" VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	body VARCHAR NOT NULL,
	year VARCHAR NOT NULL,
	articles VARCHAR NOT NULL,
	summary VARCHAR NOT NULL,
	applies_to VARCHAR NOT NULL,
	region VARCHAR NOT NULL,
	parties VARCHAR NOT NULL,
	url VARCHAR NOT NULL,
	verified_on VARCHAR NOT NULL,
	id BLOB NOT NULL,
	PRIMARY KEY (id),
	UNIQUE ("key")
);
CREATE TABLE unfinished (
	worker BLOB NOT NULL,
	what VARCHAR NOT NULL,
	place VARCHAR NOT NULL,
	subject VARCHAR NOT NULL,
	case_id BLOB,
	words VARCHAR NOT NULL,
	PRIMARY KEY (worker, what, place, subject),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
)
 WITHOUT ROWID;
CREATE TABLE unfounded (
	entity BLOB NOT NULL,
	case_id BLOB NOT NULL,
	sort VARCHAR NOT NULL,
	PRIMARY KEY (entity),
	FOREIGN KEY(case_id) REFERENCES casefile (id)
);
CREATE TABLE workbook_has (
	workbook BLOB NOT NULL,
	lane BLOB NOT NULL,
	aseq INTEGER NOT NULL,
	PRIMARY KEY (workbook, lane)
)
 WITHOUT ROWID;
CREATE TABLE workbook_secret (
	name VARCHAR NOT NULL,
	value BLOB NOT NULL,
	PRIMARY KEY (name)
);
CREATE INDEX assignment_shared ON assignment (user_id, case_id) WHERE reason in ('shared', 'cover') and until is null;
CREATE INDEX audit_object ON audit_entry (object, seq) WHERE object is not null;
CREATE INDEX brought_by ON brought_case (bringing_id);
CREATE INDEX case_pair_other ON case_pair (other_id, answer);
CREATE INDEX case_pair_same ON case_pair (other_id, case_id) WHERE answer = 'same';
CREATE INDEX casefile_due ON casefile (worker, due, status, number);
CREATE INDEX casefile_list ON casefile (status, changed_at, code, opened_on, id, number, due);
CREATE INDEX casefile_own ON casefile (worker, status, changed_at, code, opened_on, id, number, due, review_on);
CREATE INDEX casefile_recoded ON casefile (worker) WHERE code_before is not null;
CREATE INDEX casefile_review ON casefile (worker, status, review_on, number);
CREATE INDEX casefile_status ON casefile (status, number);
CREATE INDEX conflict_of_user ON conflict_link (user_id, status, case_id);
CREATE INDEX due_for_a_while ON due (until, due) WHERE until <> '';
CREATE INDEX due_of_case ON due (case_id, due);
CREATE INDEX entity_disputed ON entity (id) WHERE life = 2;
CREATE INDEX figure_person_since ON figure_person (since);
CREATE INDEX figure_person_until ON figure_person (until);
CREATE INDEX form_draft ON form_instance (case_id, form_id) WHERE state = 'draft';
CREATE INDEX form_draft_own ON form_instance (recorded_by) WHERE state = 'draft';
CREATE INDEX glass_open ON glass (user_id, case_id, until);
CREATE INDEX handing_open ON handing (status) WHERE status = 'proposed';
CREATE INDEX ix_assignment_case_id ON assignment (case_id);
CREATE INDEX ix_assignment_user_id ON assignment (user_id);
CREATE INDEX ix_attachment_case_id ON attachment (case_id);
CREATE INDEX ix_breach_action_breach_id ON breach_action (breach_id);
CREATE INDEX ix_breach_case_breach_id ON breach_case (breach_id);
CREATE INDEX ix_breach_case_case_id ON breach_case (case_id);
CREATE INDEX ix_case_pair_case_id ON case_pair (case_id);
CREATE INDEX ix_case_step_case_id ON case_step (case_id);
CREATE INDEX ix_conflict_link_case_id ON conflict_link (case_id);
CREATE INDEX ix_consent_event_case_id ON consent_event (case_id);
CREATE INDEX ix_consent_grant_case_id ON consent_grant (case_id);
CREATE INDEX ix_consent_grant_event_id ON consent_grant (event_id);
CREATE INDEX ix_episode_case_id ON episode (case_id);
CREATE INDEX ix_erasure_case_id ON erasure (case_id);
CREATE INDEX ix_form_instance_case_id ON form_instance (case_id);
CREATE INDEX ix_glass_case_id ON glass (case_id);
CREATE INDEX ix_handing_case_id ON handing (case_id);
CREATE INDEX ix_hold_case_id ON hold (case_id);
CREATE INDEX ix_letter_case_id ON letter (case_id);
CREATE INDEX ix_letter_notice_case_id ON letter_notice (case_id);
CREATE INDEX ix_letter_notice_letter_id ON letter_notice (letter_id);
CREATE INDEX ix_letter_recall_case_id ON letter_recall (case_id);
CREATE INDEX ix_letter_recall_letter_id ON letter_recall (letter_id);
CREATE INDEX ix_letter_referral_id ON letter (referral_id);
CREATE INDEX ix_letter_reply_case_id ON letter_reply (case_id);
CREATE INDEX ix_letter_reply_letter_id ON letter_reply (letter_id);
CREATE INDEX ix_letter_service_id ON letter (service_id);
CREATE INDEX ix_opaque_op_awaits ON opaque_op (awaits);
CREATE INDEX ix_opaque_op_entity ON opaque_op (entity);
CREATE INDEX ix_outside_request_case_case_id ON outside_request_case (case_id);
CREATE INDEX ix_outside_request_case_request_id ON outside_request_case (request_id);
CREATE INDEX ix_override_case_id ON override (case_id);
CREATE INDEX ix_referral_case_id ON referral (case_id);
CREATE INDEX ix_referral_service_id ON referral (service_id);
CREATE INDEX ix_review_case_id ON review (case_id);
CREATE INDEX ix_review_entry_id ON review (entry_id);
CREATE INDEX ix_submission_case_id ON submission (case_id);
CREATE INDEX ix_taken_back_case_id ON taken_back (case_id);
CREATE INDEX ix_task_case_id ON task (case_id);
CREATE INDEX ix_telling_case_id ON telling (case_id);
CREATE INDEX ix_telling_referral_id ON telling (referral_id);
CREATE INDEX ix_telling_service_id ON telling (service_id);
CREATE INDEX ix_trait_case_id ON trait (case_id);
CREATE INDEX ix_unfinished_case_id ON unfinished (case_id);
CREATE INDEX ix_unfounded_case_id ON unfounded (case_id);
CREATE INDEX line_log_name ON line_log (server, name);
CREATE INDEX outbox_lane ON outbox (lane, aseq);
CREATE INDEX parked_lane ON parked_batch (lane, aseq);
CREATE INDEX review_open ON review (status) WHERE status = 'asked';
CREATE INDEX task_done ON task (worker, done_on) WHERE done_on is not null;
CREATE INDEX task_of_case ON task (case_id, due) WHERE status = 'open';
CREATE INDEX task_of_worker ON task (worker, due) WHERE status = 'open';
CREATE INDEX task_source ON task (source) WHERE source <> '';
