using Bulletin.Grains.Topics.Changes;

namespace Bulletin.Grains.Topics.Writing;

/// <summary>Answers posts that storage already has with the message that came of them.</summary>
internal sealed class RepeatedPosts(Guid topicId, IMessageLog log)
{
    /// <summary>How many wait for their answer.</summary>
    public int Waiting { get; private set; }

    /// <param name="repeated">Each post with the message that it would have become, and why it is refused if storage does not have it.</param>
    public async Task Answer(IReadOnlyList<(PendingChange Change, Message Message, Refusal Otherwise)> repeated)
    {
        Waiting += repeated.Count;
        Exception? unavailable = null;
        foreach (var (change, message, otherwise) in repeated)
        {
            try
            {
                // The first that finds the database away speaks for all: each would wait for the same timeout.
                if (unavailable is null) Answer(change, message, otherwise, await log.FindPosted(topicId, message.Author.Id, message.ClientId, CancellationToken.None));
                else change.Fail(unavailable);
            }
#pragma warning disable CA1031 // Whatever went wrong, the caller is told.
            catch (Exception e)
#pragma warning restore CA1031
            {
                change.Fail(e);
                unavailable = e as StorageUnavailableException;
            }
            Waiting--;
        }
    }

    /// <summary>The text of a deleted message is gone and can't be compared: any repetition gets that message as its answer.</summary>
    private static void Answer(PendingChange change, Message repeated, Refusal otherwise, PostedBefore? before)
    {
        if (before is null) change.Refuse(otherwise);
        else if (before.Fingerprint is not { } posted || posted.AsSpan().SequenceEqual(TextFingerprint.Of(repeated.Text!)))
            change.Succeed(before.Message, repeated: true);
        else change.Refuse(Refusal.ClientIdReused);
    }
}
