using Bulletin.Grains.Topics.Changes;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Topics;

// Reactions to messages, and pins.
internal sealed partial class TopicGrain
{
    public async Task<Outcome<Message>> React(ReactToMessage command, CancellationToken cancellationToken) =>
        disk.Short() is { } later ? new(null, Refusal.Busy, later)
        : await Submit(new ReactChange(command), command.Actor, command.Seq);

    public async Task<Outcome<Topic>> Pin(PinMessage command, CancellationToken cancellationToken)
    {
        await describing.WaitAsync(cancellationToken);
        try
        {
            for (var tries = 0; tries < MostTries; tries++)
            {
                if (await LoadStoredFor(command.Actor) is not { } topic) return Refusal.TopicNotFound;
                if (!TopicAccess.MayPin(command.Actor, topic.Topic, topic.Members)) return Refusal.NotAllowed;
                if (!command.IsUnpinned)
                {
                    if (await reader.ReadOne(topic, command.Seq, cancellationToken) is not { } message) return Refusal.MessageNotFound;
                    if (message.DeletedAt is not null) return Refusal.MessageDeleted;
                }

                List<long> pins = [.. topic.Topic.Pins ?? []];
                if (command.IsUnpinned) pins.Remove(command.Seq);
                // One that is pinned already keeps its place.
                else if (!pins.Contains(command.Seq))
                {
                    if (pins.Count >= Topic.MostPins) return Refusal.TooManyPins;
                    pins.Add(command.Seq);
                }

                // Also what is so already: memory may be behind storage.
                var refusal = await Store(topic, [.. pins]);
                if (refusal == Refusal.Retry) continue;
                if (refusal != Refusal.None) return refusal;
                return memory.Current is { } here ? here.Topic
                    : await LoadFor(command.Actor) is { } elsewhere ? elsewhere.Topic
                    : Refusal.TopicNotFound;
            }
            return Refusal.Busy;
        }
        finally
        {
            describing.Release();
        }
    }

    public async Task<Outcome<MessagesFound>> ReadSome(IReadOnlyList<long> seqs, Guid viewer, CancellationToken cancellationToken)
    {
        if (await LoadFor(viewer) is not { } topic) return Refusal.TopicNotFound;
        MessagesFound found = new(await reader.ReadSome(topic, [.. seqs.Take(Topic.MostPins)], cancellationToken));
        return await StillFor(viewer, topic, found);
    }

    /// <summary>What is deleted is pinned no more.</summary>
    private async Task Unpin(IReadOnlyList<long> deleted)
    {
        // Also if none of them is pinned: a call that has read one before it was deleted may be about to pin it.
        await describing.WaitAsync(CancellationToken.None);
        try
        {
            for (var tries = 0; tries < MostTries; tries++)
            {
                if (await Load() is not { Topic.Pins: { } pins } topic || !pins.Any(deleted.Contains)) return;
                if (await Store(topic, [.. pins.Where(seq => !deleted.Contains(seq))]) != Refusal.Retry) return;
            }
        }
        finally
        {
            describing.Release();
        }
    }

    /// <summary>Stores the pins in place of those that the topic has in memory, and announces them.</summary>
    /// <returns><see cref="Refusal.Retry"/> if storage had others, which memory has from now on.</returns>
    private async Task<Refusal> Store(LiveTopic topic, long[] pins)
    {
        var was = topic.Topic;
        var next = was with { Pins = pins.Length == 0 ? null : pins };
        if (!await store.Pin(next, was.Pins, CancellationToken.None))
        {
            // Who decided this may have been removed meanwhile, or another activation has pinned something.
            await memory.ReloadMembers();
            if (await log.Load(Id, latest: 0, CancellationToken.None) is not { } stored) return Refusal.TopicNotFound;
            memory.Current?.Pin(stored.Topic.Pins);
            return Refusal.Retry;
        }

        // Removed meanwhile, or claimed by another activation, which reads what was written here.
        if (memory.Current is not { } pinned) return Refusal.None;
        pinned.Pin(next.Pins);
        if (pins.SequenceEqual(was.Pins ?? [])) return Refusal.None;
        watchers.Described(pinned.Topic);
        feed.Changed(pinned.Topic, pinned.Members.UserIds);
        return Refusal.None;
    }
}
