/** What the files of the command line have in common: this process runs it once. `program` exports what program.ts does. */
export async function runProcess(program: typeof import('./program.ts')): Promise<void> {
  // Databases, evidence and copies are for this user alone, whatever the shell's own mask.
  process.umask(0o077)
  const args = process.argv.slice(2)

  // A server goes on when nobody reads its output (see ../logging/log-output.ts).
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    const code = program.exitCodeWhenUnread(args)
    if (code === null) return
    if (error.code !== 'EPIPE') throw error
    process.exit(code)
  })

  const exitCode = await program.runCommandLine(args)
  if (exitCode !== null) process.exit(exitCode)
}
