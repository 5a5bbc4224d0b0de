using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Responses;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Memory;
using Microsoft.Extensions.Caching.Memory;

namespace Bulletin.Api.Topics;

/// <summary>
/// Caches the rendered latest 50 messages of topics for all readers. Every read asks the topic whether the page is still
/// current and this reader may see it, so nobody gets stale data or what they may not see. The answer is a number, not 50 messages. If
/// the topic is in this process, its memory is checked directly.
/// </summary>
internal sealed class LatestPages(IGrainFactory grains, ITopicsHere here, KnownTopics topics, TimeProvider clock) : IDisposable
{
    /// <summary>A few thousand busy topics; the least recently read are evicted first.</summary>
    private const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>
    /// An idle grain is deactivated, so the grain of a topic that is being read is called periodically. This process may also
    /// hold a stale activation after the cluster has moved the grain to another silo; calling it this often detects that.
    /// </summary>
    private static readonly TimeSpan CallEvery = TimeSpan.FromSeconds(2);

    private readonly MemoryCache held = new(new MemoryCacheOptions { SizeLimit = MaxBytes, CompactionPercentage = 0.1 });

    public ValueTask<RenderedJson> Read(Guid topicId, Guid viewer, CancellationToken cancellationToken)
    {
        var known = held.Get<Page>(topicId);
        return known is not null && here.StillShows(topicId, known.State, viewer) && clock.GetElapsedTime(known.CalledAt) < CallEvery
            ? new(known.Answer)
            : new(Ask(topicId, viewer, known, cancellationToken));
    }

    private async Task<RenderedJson> Ask(Guid topicId, Guid viewer, Page? known, CancellationToken cancellationToken)
    {
        var grain = grains.Topic(topicId);
        var calledAt = clock.GetTimestamp();
        var outcome = await GrainCalls.UntilSettled(() => grain.Latest(known?.State ?? 0, viewer, CancellationToken.None), clock, cancellationToken);
        var latest = topics.Learn(topicId, outcome).OrThrow();
        if (latest.Page is not { } page)
        {
            known!.CalledAt = calledAt;
            return known.Answer;
        }

        // Several requests may arrive at once: only one of them renders it.
        if (held.Get<Page>(topicId) is { } fresh && fresh.State == latest.State) return fresh.Answer;
        var answer = Render(topicId, page);
        held.Set(topicId, new Page(latest.State, answer) { CalledAt = calledAt }, new MemoryCacheEntryOptions { Size = answer.Body.Length });
        return answer;
    }

    private static RenderedJson Render(Guid topicId, MessagePage page) =>
        RenderedJson.Of(new MessagePageView(MessageView.Of(page.Items), MessagePosition.Next(topicId, new(MessagePosition.DefaultLimit), page)));

    public void Dispose() => held.Dispose();

    private sealed class Page(long state, RenderedJson answer)
    {
        private long calledAt;

        public long State => state;

        public RenderedJson Answer => answer;

        /// <summary>When the topic's grain was last called.</summary>
        public long CalledAt
        {
            get => Volatile.Read(ref calledAt);
            set => Volatile.Write(ref calledAt, value);
        }
    }
}
