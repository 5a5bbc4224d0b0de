namespace Bulletin.Clients;

/// <summary>How a client speaks to the hub.</summary>
public enum HubProtocol { Json, MessagePack }
