using Bulletin.Api.Contract;
using Bulletin.Api.Responses;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Topics;

/// <summary>What a client that joins a topic begins with.</summary>
/// <param name="messages">The latest 50, or all that changed since the revision it has.</param>
/// <param name="reset">That revision is too far back or unknown: these are the latest 50 instead.</param>
internal sealed class Joined(Topic topic, IReadOnlyList<Message> messages, long revision, bool reset)
{
    private const int BesideMessages = 1024;

    private SharedAnswer? answer;

    public IReadOnlyList<Message> Messages => messages;

    public long Revision => revision;

    public bool Reset => reset;

    /// <summary>As the hub answers it, made once for all who are answered the same.</summary>
    public SharedAnswer Answer => answer ??= new(JoinedView.Of(topic, messages, revision, reset), MessageView.RoughBytes(messages) + BesideMessages);
}
