namespace Bulletin.Grains.Topics.Memory;

/// <summary>
/// The messages that waiting changes are about, each as of the last commit, however old. A change reads its message before it enters
/// the queue, so that no post waits for that read. Another change may be committed before its turn comes; that is applied here, so that
/// nothing is decided against a copy that is out of date. Each <see cref="LiveTopic"/> has its own, so after a reload nothing that was read before is used.
/// </summary>
internal sealed class HeldMessages
{
    private readonly Dictionary<long, Held> held = [];

    /// <summary>How many changes hold a message.</summary>
    public int Holders { get; private set; }

    public Message? Find(long seq) => held.GetValueOrDefault(seq)?.Message;

    /// <summary>Keeps a message until <see cref="Release"/>, which must follow even if this fails.</summary>
    /// <param name="read">Reads it as of the last commit, or later.</param>
    public async Task Hold(long seq, Func<Task<Message?>> read)
    {
        if (!held.TryGetValue(seq, out var message)) held.Add(seq, message = new());
        message.Holders++;
        Holders++;
        if (message.Message is null) message.Keep(await (message.Reading ??= read()));
    }

    public void Release(long seq)
    {
        Holders--;
        if (--held[seq].Holders == 0) held.Remove(seq);
    }

    public void Apply(IEnumerable<Message> changed)
    {
        foreach (var message in changed) held.GetValueOrDefault(message.Seq)?.Keep(message);
    }

    public void Rename(Func<Message, Message> renamed)
    {
        foreach (var each in held.Values)
            if (each.Message is { } message) each.Message = renamed(message);
    }

    private sealed class Held
    {
        public int Holders { get; set; }

        public Task<Message?>? Reading { get; set; }

        public Message? Message { get; set; }

        /// <summary>What was read may be older than what was committed meanwhile.</summary>
        public void Keep(Message? message)
        {
            if (message?.Revision > (Message?.Revision ?? 0)) Message = message;
        }
    }
}
