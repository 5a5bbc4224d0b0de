using Bulletin.Api.Fanout;
using Bulletin.Api.Http;
using Bulletin.Api.Members;
using Bulletin.Grains;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Topics;

// Who may be in the audience. A public topic has nothing to do here.
internal sealed partial class TopicReplica
{
    private readonly TopicReaders readers = new();

    // What the topic said of itself as of members that have yet to be read.
    private Topic? untold;

    /// <summary>Whether it is known here that everybody may see it.</summary>
    public bool IsPublic
    {
        get { lock (Gate) return !closed && readers.IsPublic; }
    }

    /// <inheritdoc cref="TopicReplicas.Public"/>
    public Topic? Public
    {
        get { lock (Gate) return !closed && readers.IsPublic ? copy?.Topic : null; }
    }

    /// <summary>Ends once it is known who may see it, or can't be found out.</summary>
    public async Task Started()
    {
        Task? start;
        lock (Gate) start = starting;
        if (start is not null) await start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc cref="IFollowedTopics.MembersChanged"/>
    public Task MembersChanged()
    {
        lock (Gate)
        {
            readers.Doubt();
            return CatchUpIfBehind();
        }
    }

    public Task ReadersChanged(Readers readers)
    {
        lock (Gate)
        {
            if (closed) return Task.CompletedTask;
            Take(readers);
            CatchUpIfBehind();
        }
        return Task.CompletedTask;
    }

    /// <summary>Whether this user may join. Nobody is refused from this gateway's memory: the topic is asked.</summary>
    private async Task<bool> Admits(Guid userId, CancellationToken cancellationToken)
    {
        lock (Gate)
            if (!closed && !readers.AreBehind && readers.Has(userId)) return true;
        await ReadReaders(cancellationToken);
        lock (Gate)
        {
            if (removed || !readers.Has(userId)) return false;
            return !readers.AreBehind ? true : throw new ProblemException(Problems.Unavailable());
        }
    }

    /// <returns>Whether they are as new as the topic has announced.</returns>
    private async Task<bool> ReadReaders(CancellationToken cancellationToken)
    {
        int doubts;
        lock (Gate) doubts = readers.Doubts;
        var outcome = await grain.Readers(cancellationToken).InTime(cancellationToken);
        lock (Gate)
        {
            if (closed) return false;
            if (outcome.Value is { } latest)
            {
                readers.Settle(doubts);
                Take(latest);
            }
            else if (outcome.Refusal == Refusal.TopicNotFound) Removed();
            return !readers.AreBehind;
        }
    }

    private void Heard(long version)
    {
        readers.Heard(version);
        CatchUpIfBehind();
    }

    /// <summary>Takes in who may see the topic, unless it is outdated. Whoever may not any more is told so, and nothing after it.</summary>
    private void Take(Readers latest)
    {
        if (readers.Take(latest) && latest.UserIds is not null) Audience.Expel(readers.Has, HubEvents.TopicRemoved(topicId));
        if (readers.AreBehind || untold is not { } topic) return;
        untold = null;
        Described(topic);
    }

    /// <summary>Without readers, a private topic says that those of its version are known here already.</summary>
    private void TakeReaders(TopicSnapshot snapshot)
    {
        readers.Heard(snapshot.Topic.MembersVersion);
        if ((snapshot.Readers ?? (snapshot.Topic.Access == Access.Public ? Readers.Everybody : null)) is { } latest) Take(latest);
    }

    /// <summary>Tells what the topic says of itself, once it is known who may hear it.</summary>
    private void Described(Topic topic)
    {
        readers.Heard(topic.MembersVersion);
        if (copy is null || topic.MembersVersion < copy.Topic.MembersVersion) return;
        if (readers.AreBehind)
        {
            untold = topic;
            CatchUpIfBehind();
        }
        else Describe(topic);
    }
}
