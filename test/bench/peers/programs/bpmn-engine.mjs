import { EventEmitter } from 'node:events'
import { createServer } from 'node:http'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Engine } from 'bpmn-engine'
import { answering, ready } from './program.mjs'

/**
 * bpmn-engine: a process for each launch that waits in a user task and comes back to it. After each step the state of the process
 * is saved to SQLite with synchronous=FULL, before the answer.
 */

const { PORT, FOLDER } = process.env
const source = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  id="launch" targetNamespace="http://bpmn.io/schema/bpmn">
  <process id="checklist" isExecutable="true">
    <startEvent id="start" />
    <sequenceFlow id="begin" sourceRef="start" targetRef="item" />
    <userTask id="item" />
    <sequenceFlow id="again" sourceRef="item" targetRef="item" />
  </process>
</definitions>`

const db = new Database(join(FOLDER, 'states.db'))
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec('create table states (launch text primary key, state text not null)')
const save = db.prepare('insert into states values (?, ?) on conflict do update set state = excluded.state')

const launches = new Map()

async function open(name) {
  const engine = new Engine({ name, source })
  const listener = new EventEmitter()
  const launch = { ticks: 0, execution: null, task: null }
  listener.on('activity.wait', (task) => {
    launch.task = task
  })
  launch.execution = await engine.execute({ listener })
  launches.set(name, launch)
  return launch
}

const act = async (path) => {
  const [, name] = path.split('/')
  const launch = launches.get(name) ?? (await open(name))
  launch.ticks += 1
  launch.task.signal({ ticks: launch.ticks })
  save.run(name, JSON.stringify(launch.execution.getState()))
  return { ticks: launch.ticks, waitsFor: launch.task.id }
}
createServer(answering(act)).listen(Number(PORT), '127.0.0.1', ready)
