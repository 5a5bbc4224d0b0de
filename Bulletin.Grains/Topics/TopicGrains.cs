namespace Bulletin.Grains.Topics;

/// <summary>Gets topic grains.</summary>
public static class TopicGrains
{
    private static Kind? kind;

    /// <summary>
    /// The grain of a topic. <c>GetGrain&lt;ITopicGrain&gt;</c> resolves the names of the interface and its class on every
    /// call, a tenth of the cost of a warm read. They never change, so this resolves them once.
    /// </summary>
    public static ITopicGrain Topic(this IGrainFactory grains, Guid topicId)
    {
        if (kind is not { } known)
        {
            var reference = grains.GetGrain<ITopicGrain>(topicId);
            kind = new(reference.GetGrainId().Type, ((GrainReference)reference).InterfaceType);
            return reference;
        }
        return (ITopicGrain)grains.GetGrain(GrainId.Create(known.Type, GrainIdKeyExtensions.CreateGuidKey(topicId)), known.Interface);
    }

    private sealed record Kind(GrainType Type, GrainInterfaceType Interface);
}
