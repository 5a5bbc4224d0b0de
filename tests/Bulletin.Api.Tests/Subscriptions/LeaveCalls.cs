using System.Collections.Concurrent;
using System.Threading.Channels;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Tests;

/// <summary>Observes the calls by which a gateway leaves topics, and loses those of selected topics.</summary>
internal sealed class LeaveCalls : IOutgoingGrainCallFilter
{
    private readonly ConcurrentDictionary<Guid, bool> unanswered = new();
    private readonly Channel<Guid> left = Channel.CreateUnbounded<Guid>();

    /// <summary>From now on, this topic never answers calls to leave it.</summary>
    public void Lose(Guid topicId) => unanswered[topicId] = true;

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceMethod.Name != nameof(ITopicGrain.Unwatch))
        {
            await context.Invoke();
            return;
        }
        var topicId = context.TargetId.GetGuidKey();
        var isLost = unanswered.ContainsKey(topicId);
        if (!isLost) await context.Invoke();
        left.Writer.TryWrite(topicId);
        if (isLost) await Task.Delay(Timeout.Infinite);
    }

    /// <summary>Completes once the calls to all these topics have been answered or lost.</summary>
    public async Task To(IEnumerable<Guid> topics)
    {
        var missing = topics.ToHashSet();
        while (missing.Count > 0)
            missing.Remove(await left.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
    }
}
