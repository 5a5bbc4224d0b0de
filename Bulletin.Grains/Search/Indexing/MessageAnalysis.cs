using Bulletin.Grains.Search.Analysis;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Search.Indexing;

/// <summary>Turns messages into what the index keeps of them.</summary>
internal sealed partial class MessageAnalysis(Func<string, AnalyzedText> analyze, ILogger logger)
{
    private static readonly AnalyzedText NoText = new([], []);

    public IndexedTopic Of(TopicToIndex topic) =>
        new(topic.TopicId, topic.IsPublic, topic.Rebuild, topic.Floor, topic.Revision, [.. topic.Changes.Select(change => Of(topic.TopicId, change))]);

    private IndexedMessage Of(Guid topicId, MessageToIndex message) => message.Text is not { } text
        ? new(message.Seq, message.Revision, message.CreatedAt, message.AuthorId, Text: null, [], MessageFeatures.None)
        : new(
            message.Seq, message.Revision, message.CreatedAt, message.AuthorId, Analyze(topicId, message.Seq, text), message.Mentions,
            TextFeatures.Of(text) | (message.HasReactions ? MessageFeatures.Reaction : MessageFeatures.None));

    /// <summary>A text that cannot be analyzed would fail again: its message is found by everything but its words, and the rest of its topic is indexed.</summary>
    private AnalyzedText Analyze(Guid topicId, long seq, string text)
    {
        try
        {
            return analyze(text);
        }
#pragma warning disable CA1031 // One message must not keep the others from the index.
        catch (Exception mistake)
#pragma warning restore CA1031
        {
            LogNotAnalyzed(mistake, seq, topicId);
            return NoText;
        }
    }

    [LoggerMessage(LogLevel.Error, "Could not analyze message {Seq} of topic {TopicId}: it is not found by its words")]
    private partial void LogNotAnalyzed(Exception mistake, long seq, Guid topicId);
}
