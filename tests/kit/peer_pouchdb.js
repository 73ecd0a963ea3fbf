// A program for measurements: cases in PouchDB, exchanged with a server of the same makers.
//
// It tells the port of the server, hears over which port to go, and then does what each line says
// and tells how many seconds that took. A case is a document, and so is each child of it.
"use strict";
const fs = require("fs");
const readline = require("readline");
const express = require("express");
const served = require("express-pouchdb");
const PouchDB = require("pouchdb");

const [cases, folder] = process.argv.slice(2);
const AT_ONCE = { batch_size: 1000 };

async function filled() {
  const told = JSON.parse(fs.readFileSync(cases, "utf-8"));
  const documents = told.flatMap((fields, number) => {
    const children = fields.filter(Array.isArray);
    const own = fields.filter((one) => !Array.isArray(one));
    const named = (said) => Object.fromEntries(said.map((one, at) => [`field_${at}`, one]));
    return [
      { _id: `case-${number}`, ...named(own) },
      ...children.map((said, at) => ({ _id: `child-${number}-${at}`, ...named(said) })),
    ];
  });
  const mine = new PouchDB(`${folder}/mine`);
  await mine.bulkDocs(documents);
  return { mine, many: documents.length };
}

function sure(done, many) {
  if (done.docs_written !== many) throw new Error(`${done.docs_written} of ${many}`);
}

async function main() {
  fs.mkdirSync(`${folder}/server`);
  const kept = PouchDB.defaults({ prefix: `${folder}/server/` });
  const how = { mode: "minimumForPouchDB", inMemoryConfig: true, logPath: `${folder}/log` };
  const { mine, many } = await filled();
  const server = express().use("/", served(kept, how)).listen(0, "127.0.0.1");
  await new Promise((stands) => server.once("listening", stands));
  console.log(server.address().port);
  let far = "";
  const does = {
    push: async () => sure(await mine.replicate.to(far, AT_ONCE), many),
    look: async () => sure(await mine.replicate.to(far), 0),
    edit: async () => {
      const one = await mine.get("case-7");
      await mine.put({ ...one, field_7: "2026-01-02" });
      sure(await mine.replicate.to(far), 1);
    },
    pull: async () => {
      const other = new PouchDB(`${folder}/other`);
      sure(await other.replicate.from(far, AT_ONCE), many);
    },
  };
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (!far) {
      far = `http://127.0.0.1:${line.trim()}/cases`;
      continue;
    }
    const begun = process.hrtime.bigint();
    await does[line.trim()]();
    console.log(Number(process.hrtime.bigint() - begun) / 1e9);
  }
  process.exit(0);
}

main();
