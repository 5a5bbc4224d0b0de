using Bulletin.Api.Hosting;
using Bulletin.Api.Http;
using Bulletin.Api.Topics.Views;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.Caching.Memory;

namespace Bulletin.Api.Topics;

/// <summary>
/// The latest 50 of topics, rendered once for all who read them. The topic is asked at every read whether they still
/// hold, so that nobody reads what is old; what it answers is a number, not 50 messages. Where the topic is in this very
/// process, a look at its memory tells as much.
/// </summary>
internal sealed class LatestPages(IGrainFactory grains, ITopicsHere here, KnownTopics topics, TimeProvider clock) : IDisposable
{
    /// <summary>Some thousand busy topics; the least recently read go first.</summary>
    private const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>
    /// A topic that nobody calls goes out of memory, so one that is read is called now and then. And this memory can be left
    /// behind, while the cluster has long called another silo's: for that it is called this often.
    /// </summary>
    private static readonly TimeSpan CallEvery = TimeSpan.FromSeconds(2);

    private readonly MemoryCache held = new(new MemoryCacheOptions { SizeLimit = MaxBytes, CompactionPercentage = 0.1 });

    public ValueTask<RenderedJson> Read(Guid topicId, CancellationToken cancellationToken)
    {
        var known = held.Get<Page>(topicId);
        return known is not null && here.StillShows(topicId, known.State) && clock.GetElapsedTime(known.CalledAt) < CallEvery
            ? new(known.Answer)
            : new(Ask(topicId, known, cancellationToken));
    }

    private async Task<RenderedJson> Ask(Guid topicId, Page? known, CancellationToken cancellationToken)
    {
        var grain = grains.Topic(topicId);
        var calledAt = clock.GetTimestamp();
        var outcome = await GrainCalls.UntilSettled(() => grain.Latest(known?.State ?? 0, CancellationToken.None), clock, cancellationToken);
        var latest = topics.Learn(topicId, outcome).OrThrow();
        if (latest.Page is not { } page)
        {
            known!.CalledAt = calledAt;
            return known.Answer;
        }

        // Others may have asked at the same time: one of them renders it.
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

        /// <summary>When the topic's grain was last asked.</summary>
        public long CalledAt
        {
            get => Volatile.Read(ref calledAt);
            set => Volatile.Write(ref calledAt, value);
        }
    }
}
