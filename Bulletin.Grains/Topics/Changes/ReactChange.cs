using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Topics.Changes;

/// <summary>Adds a reaction, or takes it back. This is no edit: the text stays as it is, and so does the time of its last edit.</summary>
internal sealed class ReactChange(ReactToMessage command) : PendingChange(command.Actor)
{
    public override long? Seq => command.Seq;

    private Guid Who => command.Actor.User.Id;

    public override Decision Decide(LiveTopic topic, Message? current, ChangeStamp stamp)
    {
        if (current is null) return Refusal.MessageNotFound;
        if (current.DeletedAt is not null) return command.IsTakenBack ? Decision.AlreadyDone(current) : Refusal.MessageDeleted;

        var reactions = current.Reactions ?? [];
        var chosen = reactions.FirstOrDefault(reaction => reaction.Emoji == command.Emoji);
        var isThere = chosen is not null && chosen.UserIds.Contains(Who);
        // Also one that is retried after a lost answer, so this comes before the lock.
        if (isThere != command.IsTakenBack) return Decision.AlreadyDone(current);
        if (topic.Topic.Locked) return Refusal.TopicLocked;
        if (!command.IsTakenBack && IsFull(reactions, chosen)) return Refusal.TooManyReactions;

        var next = command.IsTakenBack ? Without(reactions) : With(reactions, chosen);
        return Decision.Write(current with
        {
            Revision = stamp.Revision, TextRevision = current.RevisionOfText, Reactions = next.Length == 0 ? null : next,
        });
    }

    private static bool IsFull(IReadOnlyList<Reaction> reactions, Reaction? chosen) =>
        chosen is null && reactions.Count >= Reaction.MostKinds || reactions.Sum(reaction => reaction.UserIds.Count) >= Reaction.Most;

    private Reaction[] With(IReadOnlyList<Reaction> reactions, Reaction? chosen)
    {
        if (chosen is not null) return [.. reactions.Select(reaction => ReferenceEquals(reaction, chosen) ? reaction.With(Who) : reaction)];

        Guid[] first = [Who];
        return [.. reactions, new(command.Emoji, first)];
    }

    private Reaction[] Without(IReadOnlyList<Reaction> reactions) =>
        [.. reactions.Select(reaction => reaction.Emoji == command.Emoji ? reaction.Without(Who) : reaction).Where(reaction => reaction.UserIds.Count > 0)];
}
