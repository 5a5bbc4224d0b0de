using Bulletin.Api.Hosting;
using Bulletin.Api.Http;
using Bulletin.Api.Topics.Views;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.Caching.Memory;

namespace Bulletin.Api.Topics;

/// <summary>
/// The latest 50 of topics, rendered once for all who read them. The topic is asked at every read whether they still
/// hold, so that nobody reads what is old; what it answers is a number, not 50 messages.
/// </summary>
internal sealed class LatestPages(IGrainFactory grains, TimeProvider clock) : IDisposable
{
    /// <summary>Some thousand busy topics; the least recently read go first.</summary>
    private const long MaxBytes = 64 * 1024 * 1024;

    private readonly MemoryCache held = new(new MemoryCacheOptions { SizeLimit = MaxBytes, CompactionPercentage = 0.1 });

    public async Task<RenderedJson> Read(Guid topicId, CancellationToken cancellationToken)
    {
        var known = held.Get<Page>(topicId);
        var grain = grains.Topic(topicId);
        var latest = (await GrainCalls.UntilSettled(() => grain.Latest(known?.State ?? 0, CancellationToken.None), clock, cancellationToken)).OrThrow();
        if (latest.Page is not { } page) return known!.Answer;

        var query = new ReadMessages(MessagePosition.DefaultLimit);
        var answer = RenderedJson.Of(new MessagePageView(MessageView.Of(page.Items), MessagePosition.Next(topicId, query, page)));
        held.Set(topicId, new Page(latest.State, answer), new MemoryCacheEntryOptions { Size = answer.Body.Length });
        return answer;
    }

    public void Dispose() => held.Dispose();

    private sealed record Page(long State, RenderedJson Answer);
}
