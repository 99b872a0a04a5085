/** Answers each message of the benchmark with what the handler makes of it; ends when the benchmark does. */
export function answering<Message>(handle: (message: Message) => Promise<object>): void {
  process.on('message', (message: Message) => {
    void handle(message).then((answer) => process.send!(answer));
  });
  process.on('disconnect', () => process.exit());
}
