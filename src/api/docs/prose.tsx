/** Text with `code` in back quotes. */
export function Inline({ text }: { text: string }) {
  return <>{text.split(/`([^`]+)`/).map((part, place) => (place % 2 === 1 ? <code>{part}</code> : part))}</>;
}

/** Text in paragraphs, with `code` in back quotes. */
export function Prose({ text }: { text: string }) {
  return (
    <>
      {text
        .split(/\n{2,}/)
        .filter((paragraph) => paragraph.trim() !== '')
        .map((paragraph) => (
          <p>
            <Inline text={paragraph} />
          </p>
        ))}
    </>
  );
}
