# Judges one rule on a record of the lines (see lines.c). Exit code 0 it holds, 1 it is violated or nothing was seen
# that it could be judged on: silence proves nothing. Arguments: -v rule=NAME, -v bound_ms=N for P02, -v least=N for how
# often there must have been something to judge (1 if not given).
#
#   P01      the contactor falls at the earliest 2 s after the alternator relay, unless a mark "E1" stands before it
#   P02      after each mark "death" the contactor is off within bound_ms
#   P03      the alternator relay goes on only while the contactor is on
#   P05      the contactor closes only after the pre-charge source was on, unless a mark "live bus" stands before it
#   P14      nothing but alarm and AUX goes on before the mark "inputs valid" and the 5 s after it
#   P35      allow-to-discharge goes on only with the contactor and not more than 50 ms outlives it
#   writers  nobody writes again after somebody else has written, except the guard (marks "guard <thread>...")

function ms(ns) { return sprintf("%.3f s", ns / 1e9) }
function violated(text) { if (!bad++) print text " (at " ms(now) " of the record's clock)" }
function switch_to(name, value) {
  if (value == on[name] + 0) return
  on[name] = value
  if (value) { rose[name] = now; ever[name] = 1; risen(name) } else { fell[name] = now; fallen(name) }
}

function risen(name) {
  if (rule == "P03" && name == "ProgrammableRelay") {
    judged++
    if (!on["ContactorCoil"]) violated("the alternator relay went on while the contactor was off")
  }
  if (rule == "P05" && name == "ContactorCoil" && !live_bus) {
    judged++
    if (!on["Precharge"] && !(ever["Precharge"] && now - fell["Precharge"] < 100e6))
      violated("the contactor closed without pre-charge")
  }
  if (rule == "P14" && name ~ /^(ContactorCoil|Precharge|ProgrammableRelay|AllowToCharge|AllowToDischarge)$/) {
    judged++
    if (!valid_at) violated(name " went on before any input was valid")
    else if (now - valid_at < 5e9) violated(name " went on " ms(now - valid_at) " after the first valid input")
  }
  if (rule == "P35" && name == "AllowToDischarge") {
    judged++
    if (!on["ContactorCoil"]) violated("allow-to-discharge went on while the contactor was off")
  }
}

function fallen(name,    lead) {
  if (rule != "P01" || name != "ContactorCoil" || exempt) return
  if (on["ProgrammableRelay"]) { judged++; violated("the contactor fell while the alternator relay was on"); return }
  if (!ever["ProgrammableRelay"]) return
  judged++
  lead = now - fell["ProgrammableRelay"]
  if (lead < 2e9) violated("the contactor fell " ms(lead) " after the alternator relay")
  if (!shortest || lead < shortest) shortest = lead
}

# What must have happened by now.
function overdue() {
  if (rule == "P02" && due && !on["ContactorCoil"]) {
    took = (fell["ContactorCoil"] > death ? fell["ContactorCoil"] : death) - death
    if (took > longest) longest = took
    due = 0
  }
  if (rule == "P02" && due && now > due) { violated("the contactor was still on " ms(now - death) " after the death"); due = 0 }
  if (rule == "P35" && on["AllowToDischarge"] && !on["ContactorCoil"] && now - fell["ContactorCoil"] > 50e6)
    violated("allow-to-discharge outlived the contactor")
}

/^#/ || NF == 0 { next }
{ previous = now; now = $1 + 0; if (now < previous) violated("the record is not in the order of time") }
{ overdue() }
$2 == "lost" { violated("the record has a hole") }
$2 == "end" { ended = 1 }
$2 == "mark" {
  text = $0
  sub(/^[0-9]+ mark /, "", text)
  if (text ~ /^state /) {
    n = split(text, word, " ")
    for (i = 2; i <= n; i++) {
      split(word[i], pair, "=")
      on[pair[1]] = pair[2] + 0
      if (pair[1] == "ProgrammableRelay" || pair[2]) { ever[pair[1]] = 1; fell[pair[1]] = now }
    }
  }
  if (text == "inputs valid") valid_at = now
  if (text == "live bus") live_bus = 1
  if (text == "E1") exempt = 1
  if (text == "E1 over") exempt = 0
  if (text ~ /^death/ && rule == "P02") {
    if (due) violated("a second death before the first was judged")
    judged += on["ContactorCoil"] + 0
    death = now
    due = on["ContactorCoil"] ? now + bound_ms * 1e6 : 0
  }
  if (text ~ /^guard /) { n = split(text, word, " "); for (i = 2; i <= n; i++) guard[word[i]] = 1 }
}
$2 == "line" {
  thread = $6
  if (rule == "writers") {
    write_by[++writes] = thread
    write_at[writes] = now
  }
  switch_to($3, $4 + 0)
}
$2 == "freed" && $3 != "Alarm" { switch_to($3, 0) }

END {
  overdue()
  if (due) violated("the record ends before it is known when the contactor fell")
  if (rule == "writers") {
    for (i = 1; i <= writes; i++) {
      now = write_at[i]
      if (guard[write_by[i]]) { last = write_by[i]; continue }
      if (write_by[i] != last) {
        if (gone[write_by[i]]) violated("thread " write_by[i] " wrote again after another had")
        judged++
      }
      if (last != "" && last != write_by[i]) gone[last] = 1
      last = write_by[i]
      if (i < writes && write_by[i + 1] != write_by[i]) gone[write_by[i]] = 1
    }
  }
  if (!ended) violated("the record has no end")
  if (rule !~ /^(P01|P02|P03|P05|P14|P35|writers)$/) { print "there is no rule " rule; exit 1 }
  if (rule == "P02" && bound_ms + 0 <= 0) { print "P02 needs bound_ms"; exit 1 }
  if (bad) { if (bad > 1) print "and " bad - 1 " more"; exit 1 }
  if (least == "") least = 1
  if (judged < least) { print "judged on " judged + 0 " occasions, " least " were expected"; exit 1 }
  printf "%d occasions", judged
  if (rule == "P01" && shortest) printf ", shortest lead %s", ms(shortest)
  if (rule == "P02") printf ", longest %s of %s", ms(longest), ms(bound_ms * 1e6)
  print ""
}
