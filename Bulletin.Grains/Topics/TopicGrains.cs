using Orleans.Metadata;

namespace Bulletin.Grains.Topics;

/// <summary>Finds topics.</summary>
public static class TopicGrains
{
    private static Kind? kind;

    /// <summary>
    /// The grain of a topic. <c>GetGrain&lt;ITopicGrain&gt;</c> works out the names of the interface and of its class at every
    /// call, which was a tenth of what a warm read cost; they never change, so this does it once.
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
