interface ListingProps {
  /** What it is, for whoever does not see it. */
  label: string;
  text: string;
  /** For a button that copies it. */
  id?: string;
}

/** Text as it stands; a long one scrolls, by keyboard too. */
export function Listing({ label, text, id }: ListingProps) {
  return (
    <section class="listing" tabindex={0} aria-label={label}>
      <pre {...(id && { id })}>{text}</pre>
    </section>
  );
}

/** Text to be copied. */
export function Pasted({ id, label, text }: { id: string; label: string; text: string }) {
  return (
    <div class="pasted">
      <Listing id={id} label={label} text={text} />
      <button type="button" data-copy={`#${id}`}>
        Copy<span class="unseen"> {label}</span>
      </button>
    </div>
  );
}
