package dispatch

import "slices"

// RequestState is where a resident's matter stands. "Closed" never means "fixed": that is what the
// disposition says.
type RequestState string

const (
	Registered RequestState = "registered" // on record, nobody is sent
	Accepted   RequestState = "accepted"   // reviewed, or an order is on its way to a crew
	InWork     RequestState = "in_work"    // a crew has taken it
	Done       RequestState = "done"       // the work is reported done; not verified
	Confirmed  RequestState = "confirmed"  // the resident says that it is fixed
	Returned   RequestState = "returned"   // "не устранено": back to work with a new order
	Closed     RequestState = "closed"
	Rejected   RequestState = "rejected"
	Duplicate  RequestState = "duplicate"
	Redirected RequestState = "redirected" // another organisation's matter
)

// requestSteps is the request's machine: every change of state on every path is looked up here.
var requestSteps = map[RequestState][]RequestState{
	Registered: {Accepted, InWork, Done, Rejected, Duplicate, Redirected},
	Accepted:   {Registered, InWork, Done, Returned, Rejected, Duplicate, Redirected},
	InWork:     {Registered, Accepted, Done, Returned, Redirected},
	Done:       {Confirmed, Closed, Returned},
	Confirmed:  {Closed, Returned},
	Returned:   {Accepted, InWork, Done, Redirected},
	Closed:     {Returned},
	Rejected:   {Registered}, // a mistaken refusal is taken back
	Duplicate:  {Registered},
	Redirected: {Registered},
}

// May says whether the machine has the arrow s -> to.
func (s RequestState) May(to RequestState) bool { return slices.Contains(requestSteps[s], to) }

// Open says whether somebody still has to act.
func (s RequestState) Open() bool {
	return !slices.Contains([]RequestState{Closed, Rejected, Duplicate, Redirected}, s)
}

// OrderState is where one crew's (or organisation's) part of the job stands.
type OrderState string

const (
	OrderReserved  OrderState = "reserved" // kept for later; the crew is not busy with it
	OrderSent      OrderState = "sent"
	OrderDelivered OrderState = "delivered" // the tablet holds it
	OrderAccepted  OrderState = "accepted"
	OrderEnRoute   OrderState = "en_route"
	OrderOnSite    OrderState = "on_site"
	OrderSuspended OrderState = "suspended"
	OrderLocalised OrderState = "localised" // the damage is contained
	OrderDone      OrderState = "done"
	OrderVerified  OrderState = "verified"
	OrderRefused   OrderState = "refused"
	OrderRecalled  OrderState = "recalled"
)

// orderSteps is the order's machine. A tap may skip what it implies: "en route" from a delivered order
// accepts it, so that a crew taps once.
var orderSteps = map[OrderState][]OrderState{
	OrderReserved:  {OrderSent, OrderRecalled},
	OrderSent:      {OrderDelivered, OrderAccepted, OrderEnRoute, OrderRefused, OrderRecalled},
	OrderDelivered: {OrderAccepted, OrderEnRoute, OrderRefused, OrderRecalled},
	OrderAccepted:  {OrderEnRoute, OrderOnSite, OrderSuspended, OrderRefused, OrderRecalled},
	OrderEnRoute:   {OrderOnSite, OrderSuspended, OrderRefused, OrderRecalled},
	OrderOnSite:    {OrderLocalised, OrderDone, OrderSuspended, OrderRefused, OrderRecalled},
	OrderSuspended: {OrderEnRoute, OrderOnSite, OrderRefused, OrderRecalled},
	OrderLocalised: {OrderDone, OrderSuspended, OrderRecalled},
	OrderDone:      {OrderVerified},
}

// May says whether the machine has the arrow s -> to.
func (s OrderState) May(to OrderState) bool { return slices.Contains(orderSteps[s], to) }

// Active says whether the order still asks something of somebody.
func (s OrderState) Active() bool {
	return !slices.Contains([]OrderState{OrderDone, OrderVerified, OrderRefused, OrderRecalled}, s)
}

// UnderWay says whether the crew has taken the order and is at it.
func (s OrderState) UnderWay() bool {
	return slices.Contains([]OrderState{OrderAccepted, OrderEnRoute, OrderOnSite, OrderSuspended, OrderLocalised}, s)
}

// needsReason lists the steps that nobody may take without saying why.
var needsReason = map[string]bool{
	string(OrderSuspended): true, string(OrderRefused): true, string(OrderRecalled): true,
	string(Rejected): true, string(Redirected): true,
}
