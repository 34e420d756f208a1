namespace Countersign.Tests;

/// <summary>One server for the classes that touch only users and devices of their own: starting one takes longer than their tests.</summary>
[CollectionDefinition]
public sealed class SharedServer : ICollectionFixture<TestServer>;
