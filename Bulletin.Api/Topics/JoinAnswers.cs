using Bulletin.Api.Contract;
using Bulletin.Api.Responses;
using Microsoft.Extensions.Caching.Memory;

namespace Bulletin.Api.Topics;

/// <summary>What whoever joins a topic anew is answered: rendered once for all, until anything in it changes.</summary>
internal sealed class JoinAnswers : IDisposable
{
    private const long MaxBytes = 32 * 1024 * 1024;

    private const int BesideMessages = 1024;

    private readonly MemoryCache held = new(new MemoryCacheOptions { SizeLimit = MaxBytes, CompactionPercentage = 0.1 });

    public SharedAnswer Of(Joined joined)
    {
        var topicId = joined.Topic.Id;
        if (held.Get<Held>(topicId) is { } known && IsSame(known.Joined, joined)) return known.Answer;

        var answer = New(joined);
        // As JSON, as MessagePack, and the messages themselves.
        held.Set(topicId, new Held(joined, answer), new MemoryCacheEntryOptions { Size = 3 * answer.About });
        return answer;
    }

    /// <summary>For whoever resumes: hardly anybody else has missed the same.</summary>
    public static SharedAnswer New(Joined joined) => new(JoinedView.Of(joined), MessageView.RoughBytes(joined.Messages) + BesideMessages);

    public void Dispose() => held.Dispose();

    /// <summary>Messages compare by their fields, and are mostly the very same objects.</summary>
    private static bool IsSame(Joined a, Joined b) =>
        a.Revision == b.Revision && a.Topic == b.Topic && (ReferenceEquals(a.Messages, b.Messages) || a.Messages.SequenceEqual(b.Messages));

    private sealed record Held(Joined Joined, SharedAnswer Answer);
}
