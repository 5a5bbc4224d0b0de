namespace Bulletin.Api.Contract;

/// <summary>The least number that is accepted, if there is no greatest one. For the API reference: a validator checks the number.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class AtLeastAttribute(long minimum) : Attribute
{
    public long Minimum { get; } = minimum;
}
